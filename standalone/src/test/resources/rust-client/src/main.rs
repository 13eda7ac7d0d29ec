use telemetry_kit::prelude::*;

#[tokio::main]
async fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    let value = |name: &str| std::env::var(name).expect(name);
    let sync = telemetry_kit::sync::SyncConfig::builder()
        .endpoint(value("ENDPOINT"))
        .org_id(value("ORG"))?
        .app_id(value("APP"))?
        .token(value("TOKEN"))
        .secret(value("SECRET"))
        .build()?;
    let telemetry = TelemetryKit::builder()
        .service_name(value("SERVICE"))?
        .service_version("1.0.0")
        .db_path(value("DATABASE"))
        .sync(sync)
        .auto_sync(true)
        .build()?;
    for n in 0..5 {
        telemetry.track_feature("from-rust", |event| event.method("test").success(n % 2 == 0)).await?;
    }
    telemetry.sync().await?;
    Ok(())
}
