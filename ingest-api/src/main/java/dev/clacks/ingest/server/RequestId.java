package dev.clacks.ingest.server;

import dev.clacks.common.app.RequestIds;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Gives each request an {@link RequestIds id}, which stands in its answer and in what is logged about it. */
public final class RequestId extends Handler.Wrapper {

    /** The id of a request; it is the same whenever one asks. */
    public static String of(Request request) {
        if (request.getAttribute(RequestIds.ATTRIBUTE) instanceof String known) {
            return known;
        }
        String id = RequestIds.of(request.getHeaders().getValuesList(RequestIds.HEADER));
        request.setAttribute(RequestIds.ATTRIBUTE, id);
        return id;
    }

    static void put(Request request, Response response) {
        response.getHeaders().put(RequestIds.HEADER, of(request));
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        put(request, response);
        return super.handle(request, response, callback);
    }
}
