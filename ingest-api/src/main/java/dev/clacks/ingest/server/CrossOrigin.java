package dev.clacks.ingest.server;

import dev.clacks.ingest.config.CorsSettings;
import dev.clacks.ingest.request.Target;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Tells browsers which pages may send batches and read the answers (CORS, as the Fetch standard has it). Without allowed
 * origins it does nothing, and never where no batches are sent: no page shall read the metrics of a door that its visitor can reach.
 * Thread-safe.
 */
public final class CrossOrigin extends Handler.Wrapper {

    private static final HttpField VARY = new PreEncodedHttpField("Vary", "Origin");
    private static final HttpField METHODS = new PreEncodedHttpField("Access-Control-Allow-Methods", "POST");
    private static final HttpField EXPOSED = new PreEncodedHttpField(
            "Access-Control-Expose-Headers",
            "Date, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-Request-Id");

    private final CorsSettings settings;
    private final boolean any;
    private final HttpField headers;
    private final HttpField maxAge;

    public CrossOrigin(CorsSettings settings) {
        this.settings = settings;
        this.any = settings.allowedOrigins().contains(CorsSettings.ANY);
        this.headers =
                new PreEncodedHttpField("Access-Control-Allow-Headers", String.join(", ", settings.allowedHeaders()));
        this.maxAge = new PreEncodedHttpField(
                "Access-Control-Max-Age", Long.toString(settings.maxAge().toSeconds()));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        mark(request, response);
        return super.handle(request, response, callback);
    }

    /** Lets the page that sent a batch read the answer, whatever it will be. */
    private void mark(Request request, Response response) {
        if (settings.allowedOrigins().isEmpty() || !isBatch(request)) {
            return;
        }
        HttpFields.Mutable answer = response.getHeaders();
        if (!any) {
            answer.add(VARY);
        }
        String origin = allowed(request);
        if (origin != null) {
            answer.put("Access-Control-Allow-Origin", any ? CorsSettings.ANY : origin);
            answer.put(EXPOSED);
        }
    }

    /** Answers a browser that asks before it sends; false where nobody allowed that, and nothing is answered. */
    public boolean preflight(Request request, Response response, Callback callback) {
        if (allowed(request) == null
                || !request.getMethod().equals("OPTIONS")
                || !request.getHeaders().contains("Access-Control-Request-Method")) {
            return false;
        }
        HttpFields.Mutable answer = response.getHeaders();
        answer.put(METHODS);
        answer.put(headers);
        answer.put(maxAge);
        response.setStatus(204);
        response.write(true, null, callback);
        return true;
    }

    private static boolean isBatch(Request request) {
        String path = request.getHttpURI().getCanonicalPath();
        return path != null && Target.of(path) != null;
    }

    private @Nullable String allowed(Request request) {
        String origin = request.getHeaders().get("Origin");
        return origin != null && (any || settings.allowedOrigins().contains(origin)) ? origin : null;
    }
}
