package dev.clacks.testkit.fault;

import dev.clacks.testkit.embedded.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on 127.0.0.1 that can break what runs through it. It passes everything on until it is told otherwise, and
 * keeps its port whatever happens. Thread-safe.
 *
 * <p>For Kafka the broker has to advertise the proxy's port: see
 * {@link dev.clacks.testkit.embedded.ProxiedListener}.
 */
public final class FaultProxy implements AutoCloseable {
    private final int port;
    private final int targetPort;
    private final Gate gate = new Gate();
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private @Nullable ServerSocket listener;
    private @Nullable Thread acceptor;
    private volatile @Nullable ReplyFault replyFault;

    private FaultProxy(int port, int targetPort) {
        this.port = port;
        this.targetPort = targetPort;
    }

    /** A proxy on a free port, in front of a port of 127.0.0.1 where nobody need listen yet. */
    public static FaultProxy to(int targetPort) {
        FaultProxy proxy = new FaultProxy(Ports.free(), targetPort);
        proxy.accept();
        return proxy;
    }

    public int port() {
        return port;
    }

    /** Breaks every connection now, by a reset; new ones are accepted. */
    public void cut() {
        connections.forEach(Connection::reset);
    }

    /** Breaks every connection and refuses new ones, as when the server's process is gone. */
    public synchronized void refuse() {
        ServerSocket open = listener;
        listener = null;
        closeQuietly(open);
        awaitAcceptor();
        cut();
    }

    /** The system goes on to take connections until the thread that accepts them has let go of the socket. */
    private void awaitAcceptor() {
        Thread ending = acceptor;
        acceptor = null;
        if (ending != null) {
            try {
                ending.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Accepts connections again after {@link #refuse}. */
    public synchronized void accept() {
        if (listener != null) {
            return;
        }
        try {
            ServerSocket socket = new ServerSocket();
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            listener = socket;
            acceptor = Thread.ofVirtual().name("fault-proxy-" + port).start(() -> acceptFrom(socket));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot listen on port " + port, e);
        }
    }

    /** Holds every byte back in both directions; connections stay open, new ones are accepted and stall too. */
    public void stall() {
        gate.close();
    }

    /** Lets bytes through again, those held back first. */
    public void resume() {
        gate.open();
    }

    /** Limits each direction of each connection to so many bytes a second; 0 for no limit. */
    public void throttle(int bytesPerSecond) {
        gate.limit(bytesPerSecond);
    }

    /**
     * Loses the next reply of the server that contains the text: what comes from there on is dropped on that connection while
     * the client's bytes still reach the server. The connection stays open, so the client waits for its time-out.
     *
     * @return done as soon as a reply was lost
     */
    public CompletableFuture<Void> loseReply(String text) {
        return arm(new ReplyFault(text.getBytes(StandardCharsets.ISO_8859_1), false));
    }

    /**
     * Breaks the connection instead of passing on the next reply of the server that contains the text. With
     * {@code "COMMIT\0"} before PostgreSQL: the transaction is committed, and the client cannot know.
     *
     * @return done as soon as a connection was broken
     */
    public CompletableFuture<Void> cutBeforeReply(String text) {
        return arm(new ReplyFault(text.getBytes(StandardCharsets.ISO_8859_1), true));
    }

    private CompletableFuture<Void> arm(ReplyFault fault) {
        replyFault = fault;
        return fault.happened();
    }

    /** How many connections run through the proxy now. */
    public int connections() {
        return connections.size();
    }

    /** The fault that waits for its reply, if any. */
    @Nullable
    ReplyFault replyFault() {
        return replyFault;
    }

    private void acceptFrom(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                connect(socket, socket.accept());
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    throw new UncheckedIOException("The proxy on port " + port + " cannot accept", e);
                }
            }
        }
    }

    private void connect(ServerSocket acceptedBy, Socket client) {
        Thread.ofVirtual().name("fault-proxy-connect-" + port).start(() -> {
            try {
                Socket server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
                Connection connection = new Connection(client, server, gate, this::replyFault, connections::remove);
                connections.add(connection);
                if (acceptedBy.isClosed()) {
                    // Refused meanwhile, perhaps before this connection could be found and cut.
                    connection.reset();
                } else {
                    connection.start();
                }
            } catch (IOException e) {
                // The target refuses: so does the proxy, as far as it can.
                closeQuietly(client);
            }
        });
    }

    static void closeQuietly(@Nullable AutoCloseable closeable) {
        try {
            if (closeable != null) {
                closeable.close();
            }
        } catch (Exception e) {
            // Closing a broken connection fails at times, and is done all the same.
        }
    }

    @Override
    public void close() {
        refuse();
        gate.open();
    }
}
