package dev.clacks.bench.client;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Makes a request as the clients of a dialect do. */
final class SignedRequest {

    /** How long the SDK waits for an answer. */
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private SignedRequest() {}

    /**
     * A signed batch.
     *
     * @param body the whole request body, {@code {"events":[...]}}
     * @param events how many events are in it, for X-Batch-Size
     */
    static HttpRequest.Builder of(Target target, Dialect dialect, String path, byte[] body, int events, Instant now) {
        String timestamp = Long.toString(now.getEpochSecond());
        HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .header("X-Timestamp", timestamp)
                .header("X-Batch-Size", Integer.toString(events))
                .POST(BodyPublishers.ofByteArray(body));
        if (dialect.hasNonce()) {
            String nonce = UUID.randomUUID().toString();
            request.header("X-Nonce", nonce)
                    .header("X-Signature", Signer.sign(target.secret(), timestamp, nonce, body))
                    .header("X-SDK-Version", "telemetry-kit-rust/0.3.0")
                    .header("X-Schema-Version", "1.0.0")
                    .header("X-Clacks-Overhead", "GNU Terry Pratchett");
        } else {
            request.header("X-Signature", Signer.sign(target.secret(), timestamp, null, body));
        }
        if (dialect.hasToken()) {
            request.header("Authorization", "Bearer " + target.token());
        }
        return request;
    }
}
