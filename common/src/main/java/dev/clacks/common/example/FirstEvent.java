package dev.clacks.common.example;

import java.util.regex.Pattern;

/**
 * How an application sends its first event, to be pasted as it is. {@code toString} shows no credential.
 *
 * @param endpoint where the door is, without a path
 * @param org a name of the organisation; for the published SDK its UUID
 * @param app a name of the application; for the published SDK its UUID
 * @param token a bearer token
 * @param secret what signs
 */
public record FirstEvent(String endpoint, String org, String app, String token, String secret) {

    /** What a shell and Rust take literally between the quotes used here. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9+/=:._~@%\\[\\]-]+");

    /** @throws IllegalArgumentException where a value holds what would end a quotation */
    public FirstEvent {
        for (String value : new String[] {endpoint, org, app, token, secret}) {
            if (!PLAIN.matcher(value).matches()) {
                throw new IllegalArgumentException("an example cannot quote a value of these characters");
            }
        }
    }

    /** Lines for bash that make an event of now, sign it with openssl and send it. */
    public String curl() {
        return """
                id=$(openssl rand -hex 16 | sed 's/\\(........\\)\\(....\\)\\(....\\)\\(....\\)/\\1-\\2-\\3-\\4-/')
                now=$(date +%%s)
                body='{"events":[{"schema_version":"1.0.0","event_id":"'$id'","timestamp":"'$(date -u +%%Y-%%m-%%dT%%H:%%M:%%SZ)'","service":{"name":"my-app","version":"1.0.0"},"user_id":"client_me","event":{"type":"hello","data":{"from":"curl"}}}]}'
                signature=$(printf '%%s:%%s' "$now" "$body" | openssl dgst -sha256 -hmac '%s' | sed 's/^.* //')
                curl -si '%s/v1/ingest/%s/%s' \\
                  -H 'Content-Type: application/json' -H 'Authorization: Bearer %s' \\
                  -H "X-Timestamp: $now" -H "X-Signature: $signature" --data-binary "$body"
                """.formatted(secret, endpoint, org, app, token);
    }

    /** The lines with which a program sends by the SDK telemetry-kit 0.3.0; {@code org} and {@code app} must be UUIDs. */
    public String rust() {
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
                """.formatted(endpoint, org, app, token, secret);
    }

    @Override
    public String toString() {
        return "FirstEvent[" + endpoint + ", " + org + ", " + app + "]";
    }
}
