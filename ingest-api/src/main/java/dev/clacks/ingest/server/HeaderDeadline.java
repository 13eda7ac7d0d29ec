package dev.clacks.ingest.server;

import dev.clacks.common.lifecycle.ManagedLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * Closes connections whose request's headers take too long to arrive, or whose TLS handshake does. Jetty itself only knows how
 * long a connection is silent: a client that sends a byte now and then could hold one for ever. Nobody is told 408: there is no
 * request yet.
 * One turn of a {@link ManagedLoop} looks at every connection.
 */
public final class HeaderDeadline implements ManagedLoop.Turn {

    private static final long INTERVAL_MILLIS = 1_000;

    /** What {@link javax.net.ssl.SSLEngine#getSession} says before the handshake is over. */
    private static final String NO_CIPHER = "SSL_NULL_WITH_NULL_NULL";

    private final DoorServerFactory server;
    private final Duration limit;
    private final CountDownLatch stopping = new CountDownLatch(1);

    /** Requests that were late at the last look, by when they began. Only late at two looks counts: a look may be torn. */
    private Map<HttpConnection, Long> suspects = new HashMap<>();

    /** Connections without a request so far, at the last look. */
    private Map<HttpConnection, Opening> openings = new HashMap<>();

    /** @param limit from a request's first byte to the end of its headers, and from a handshake's to its end */
    public HeaderDeadline(DoorServerFactory server, Duration limit) {
        this.server = server;
        this.limit = limit;
    }

    @Override
    public void take() throws InterruptedException {
        closeLate(server.connectors(), System.nanoTime());
        var _ = stopping.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void wakeUp() {
        stopping.countDown();
    }

    private void closeLate(List<Connector> connectors, long now) {
        var late = new HashMap<HttpConnection, Long>();
        var open = new HashMap<HttpConnection, Opening>();
        for (Connector connector : connectors) {
            for (EndPoint endPoint : connector.getConnectedEndPoints()) {
                if (http(endPoint.getConnection()) instanceof HttpConnection connection) {
                    HttpParser parser = connection.getParser();
                    if (parser.isStart() && connection.getMessagesIn() == 0) {
                        Opening opening = opening(openings.get(connection), endPoint.getConnection(), now);
                        if (opening.isLate(now, limit)) {
                            endPoint.close();
                        }
                        open.put(connection, opening);
                    }
                    long began = parser.getBeginNanoTime();
                    if (parser.inHeaderState() && !parser.isStart() && now - began > limit.toNanos()) {
                        if (Long.valueOf(began).equals(suspects.get(connection))) {
                            endPoint.close();
                        } else {
                            late.put(connection, began);
                        }
                    }
                }
            }
        }
        suspects = late;
        openings = open;
    }

    private static Opening opening(@Nullable Opening before, Connection connection, long now) {
        boolean shaken = !(connection instanceof SslConnection tls)
                || !NO_CIPHER.equals(tls.getSSLEngine().getSession().getCipherSuite());
        return Opening.look(before, shaken, connection instanceof SslConnection, connection.getBytesIn(), now);
    }

    private static Connection http(Connection connection) {
        return connection instanceof SslConnection tls ? tls.getSslEndPoint().getConnection() : connection;
    }
}
