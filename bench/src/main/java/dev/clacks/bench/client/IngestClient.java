package dev.clacks.bench.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;

/** Sends signed batches to one application's door. Thread-safe; keeps its connections open between requests. */
public final class IngestClient implements AutoCloseable {

    /** How long the SDK waits for an answer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final Target target;
    private final Dialect dialect;
    private final InstantSource clock;

    public IngestClient(Target target, Dialect dialect, InstantSource clock) {
        this.target = target;
        this.dialect = dialect;
        this.clock = clock;
    }

    /**
     * Signs and sends a body.
     *
     * @param body the whole request body, {@code {"events":[...]}}
     * @param events how many events are in it, for X-Batch-Size
     * @throws IOException when no answer came: whether the events arrived is not known
     */
    public Answer send(byte[] body, int events) throws IOException, InterruptedException {
        long start = System.nanoTime();
        HttpResponse<String> response = http.send(request(body, events), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), Duration.ofNanos(System.nanoTime() - start));
    }

    private HttpRequest request(byte[] body, int events) {
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(dialect.path(target)))
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
        return request.build();
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
