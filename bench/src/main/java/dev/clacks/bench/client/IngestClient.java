package dev.clacks.bench.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;

/** Sends signed batches to one application's door. Thread-safe; keeps its connections open between requests. */
public final class IngestClient implements AutoCloseable {

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
        HttpResponse<String> response = http.send(
                SignedRequest.of(target, dialect, dialect.path(target), body, events, clock.instant())
                        .build(),
                BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
