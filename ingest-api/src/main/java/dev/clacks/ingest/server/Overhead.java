package dev.clacks.ingest.server;

import dev.clacks.common.app.SpokenName;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Every answer bears the name that is still spoken. While the server drains, every answer also ends its connection.
 */
final class Overhead extends Handler.Wrapper {

    private static final HttpField NAME = new PreEncodedHttpField(SpokenName.HEADER, SpokenName.VALUE);

    private final Drain drain;

    Overhead(Drain drain) {
        this.drain = drain;
    }

    static void put(HttpFields.Mutable headers) {
        headers.put(NAME);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        put(response.getHeaders());
        if (drain.begun()) {
            response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
        }
        return super.handle(request, response, callback);
    }
}
