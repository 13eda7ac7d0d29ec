package dev.clacks.testkit.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One client's connection through the proxy: two pumps, one for each direction. */
final class Connection {
    private static final int PIECE_BYTES = 16 * 1024;

    private final Socket client;
    private final Socket server;
    private final Gate gate;
    private final ReplyFilter filter;
    private final Consumer<Connection> ended;

    Connection(
            Socket client,
            Socket server,
            Gate gate,
            Supplier<@Nullable ReplyFault> faults,
            Consumer<Connection> ended) {
        this.client = client;
        this.server = server;
        this.gate = gate;
        this.filter = new ReplyFilter(faults);
        this.ended = ended;
    }

    void start() {
        try {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
        } catch (IOException e) {
            reset();
            return;
        }
        Thread.ofVirtual().name("fault-proxy-requests").start(() -> pump(this::requests));
        Thread.ofVirtual().name("fault-proxy-replies").start(() -> pump(this::replies));
    }

    /** Ends both sides by a reset, so that each learns of it at once. */
    void reset() {
        for (Socket socket : new Socket[] {client, server}) {
            try {
                socket.setSoLinger(true, 0);
            } catch (IOException e) {
                // It is closed already.
            }
            FaultProxy.closeQuietly(socket);
        }
        ended.accept(this);
    }

    private interface Pump {
        void run() throws IOException, InterruptedException;
    }

    private void pump(Pump pump) {
        try {
            pump.run();
        } catch (IOException e) {
            reset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            reset();
        }
        if (client.isOutputShutdown() && server.isOutputShutdown()) {
            FaultProxy.closeQuietly(client);
            FaultProxy.closeQuietly(server);
            ended.accept(this);
        }
    }

    private void requests() throws IOException, InterruptedException {
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream();
        byte[] piece = new byte[PIECE_BYTES];
        for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
            gate.pass(length);
            out.write(piece, 0, length);
        }
        server.shutdownOutput();
    }

    private void replies() throws IOException, InterruptedException {
        InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] piece = new byte[PIECE_BYTES];
        for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
            gate.pass(length);
            out.write(piece, 0, filter.passing(piece, length));
            ReplyFault suffered = filter.suffered();
            if (suffered != null) {
                if (suffered.cuts()) {
                    reset();
                }
                suffered.happened().complete(null);
            }
        }
        client.shutdownOutput();
    }
}
