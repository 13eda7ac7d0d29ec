package dev.clacks.bench.client;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends requests to the signature doctor instead of the door: nothing of them is kept. */
public final class DoctorClient implements AutoCloseable {

    /** What the HTTP client sets itself, and does not let others set. */
    private static final Set<String> OWN =
            Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Target target;
    private final @Nullable String adminToken;

    /** @param adminToken asks as the administrator; null: as the bearer of the target's token */
    public DoctorClient(Target target, @Nullable String adminToken) {
        this.target = target;
        this.adminToken = adminToken;
    }

    /** Has a request examined as it would be signed now. */
    public Answer examine(Dialect dialect, byte[] body, int events, InstantSource clock)
            throws IOException, InterruptedException {
        return send(SignedRequest.of(target, dialect, path(), body, events, clock.instant()), dialect.hasToken());
    }

    /** Has a recorded request examined as it was. */
    public Answer examine(CapturedRequest captured, byte[] body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(target.resolve(path()))
                .timeout(SignedRequest.TIMEOUT)
                .POST(BodyPublishers.ofByteArray(body));
        boolean proven = false;
        for (CapturedRequest.Header header : captured.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (!OWN.contains(name)) {
                request.header(header.name(), header.value());
                proven |= name.equals("authorization");
            }
        }
        return send(request, proven);
    }

    private Answer send(HttpRequest.Builder request, boolean proven) throws IOException, InterruptedException {
        if (adminToken != null) {
            request.header("X-Admin-Token", adminToken);
        } else if (!proven) {
            request.header("Authorization", "Bearer " + target.token());
        }
        long start = System.nanoTime();
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), Duration.ofNanos(System.nanoTime() - start));
    }

    private String path() {
        return "/v1/doctor/" + target.org() + "/" + target.app();
    }

    @Override
    public void close() {
        http.shutdownNow();
        http.close();
    }
}
