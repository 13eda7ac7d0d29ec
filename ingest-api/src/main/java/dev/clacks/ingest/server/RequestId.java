package dev.clacks.ingest.server;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Gives each request an id, which stands in its answer and in what is logged about it: the client's own, where that is 1 to 128
 * characters of {@code A-Z a-z 0-9 . _ -}, else a new one.
 */
public final class RequestId extends Handler.Wrapper {

    /** The request's attribute that holds it. */
    public static final String ATTRIBUTE = RequestId.class.getName();

    static final String HEADER = "X-Request-Id";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    /** Tells this process from others: random, since ids are to be told apart and not to be kept secret. */
    private static final String PROCESS =
            Long.toHexString(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 44));

    private static final AtomicLong COUNT = new AtomicLong();

    /** The id of a request; it is the same whenever one asks. */
    public static String of(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof String known) {
            return known;
        }
        List<String> sent = request.getHeaders().getValuesList(HEADER);
        String id = sent.size() == 1 && FORM.matcher(sent.getFirst()).matches()
                ? sent.getFirst()
                : PROCESS + "-" + Long.toHexString(COUNT.incrementAndGet());
        request.setAttribute(ATTRIBUTE, id);
        return id;
    }

    static void put(Request request, Response response) {
        response.getHeaders().put(HEADER, of(request));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        put(request, response);
        return super.handle(request, response, callback);
    }
}
