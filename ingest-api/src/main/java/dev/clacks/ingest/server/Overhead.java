package dev.clacks.ingest.server;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/** A man is not dead while his name is still spoken: every answer bears it. */
final class Overhead implements HttpConfiguration.Customizer {

    private static final HttpField NAME = new PreEncodedHttpField("X-Clacks-Overhead", "GNU Terry Pratchett");

    static void put(HttpFields.Mutable headers) {
        headers.put(NAME);
    }

    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        put(responseHeaders);
        return request;
    }
}
