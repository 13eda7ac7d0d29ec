package dev.clacks.standalone;

import dev.clacks.bench.stack.RunningStack;
import java.nio.file.Path;

/** What {@code up} prints when all is ready: where everything is, and two ways to send the first event. */
final class Welcome {

    private Welcome() {}

    static String text(RunningStack stack, Path data) {
        return """
                The door         %s        (health: /health, metrics: /metrics)
                Admin            %s        (bearer %s)
                PostgreSQL       psql %s
                Kafka            %s
                S3               %s   bucket %s, access key %s, secret key %s
                All of it        %s

                Organisation     %s   or %s
                Application      %s   or %s
                API token        %s
                HMAC secret      %s

                A signed batch, to be pasted into a shell:

                %s
                The Rust SDK (telemetry-kit 0.3.0):

                %s
                Ctrl-C stops it; the data stays.
                """.formatted(
                        stack.ingestUrl(),
                        stack.adminUrl(),
                        stack.adminToken(),
                        stack.postgresUrl(),
                        stack.kafkaBootstrap(),
                        stack.s3().endpoint(),
                        stack.s3().bucket(),
                        stack.s3().accessKey(),
                        stack.s3().secretKey(),
                        data.resolve(RunningStack.FILE),
                        stack.orgId(),
                        stack.orgUuid(),
                        stack.appId(),
                        stack.appUuid(),
                        stack.apiToken(),
                        stack.hmacSecret(),
                        curl(stack).indent(4),
                        rust(stack).indent(4));
    }

    /** A shell snippet that makes an event of now, signs it with openssl and sends it. */
    static String curl(RunningStack stack) {
        return """
                id=$(openssl rand -hex 16 | sed 's/\\(........\\)\\(....\\)\\(....\\)\\(....\\)/\\1-\\2-\\3-\\4-/')
                now=$(date +%%s)
                body='{"events":[{"schema_version":"1.0.0","event_id":"'$id'","timestamp":"'$(date -u +%%Y-%%m-%%dT%%H:%%M:%%SZ)'","service":{"name":"my-app","version":"1.0.0"},"user_id":"client_me","event":{"type":"hello","data":{"from":"curl"}}}]}'
                signature=$(printf '%%s:%%s' "$now" "$body" | openssl dgst -sha256 -hmac '%s' | sed 's/^.* //')
                curl -si %s/v1/ingest/%s/%s \\
                  -H 'Content-Type: application/json' -H 'Authorization: Bearer %s' \\
                  -H "X-Timestamp: $now" -H "X-Signature: $signature" --data-binary "$body"
                """.formatted(stack.hmacSecret(), stack.ingestUrl(), stack.orgId(), stack.appId(), stack.apiToken());
    }

    /** The lines with which the published SDK sends to this pipeline. */
    static String rust(RunningStack stack) {
        return """
                let sync = telemetry_kit::sync::SyncConfig::builder()
                    .endpoint("%s")
                    .org_id("%s")?
                    .app_id("%s")?
                    .token("%s")
                    .secret("%s")
                    .build()?;
                let telemetry = TelemetryKit::builder()
                    .service_name("my-app")?
                    .service_version("1.0.0")
                    .sync(sync)
                    .auto_sync(true)
                    .build()?;
                """.formatted(stack.ingestUrl(), stack.orgUuid(), stack.appUuid(), stack.apiToken(), stack.hmacSecret());
    }
}
