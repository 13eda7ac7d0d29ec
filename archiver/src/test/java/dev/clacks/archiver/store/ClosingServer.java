package dev.clacks.archiver.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;

/**
 * An S3 server that takes every object and closes each connection after its answer. It says so to a client that asked for it
 * and to no other, as any server may that finds a connection idle.
 */
final class ClosingServer implements AutoCloseable {

    private static final String ANSWER = "HTTP/1.1 200 OK\r\nETag: \"x\"\r\nContent-Length: 0\r\n";

    private final ServerSocket listener;

    ClosingServer() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    String endpoint() {
        return "http://127.0.0.1:" + listener.getLocalPort();
    }

    private void serve() {
        while (!listener.isClosed()) {
            try (Socket client = listener.accept()) {
                answer(client);
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void answer(Socket client) throws IOException {
        InputStream in = new BufferedInputStream(client.getInputStream());
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int c = in.read();
            if (c < 0) {
                return;
            }
            head.append((char) c);
        }
        int length = 0;
        boolean asked = false;
        for (String line : head.toString().toLowerCase(Locale.ROOT).split("\r\n", -1)) {
            if (line.startsWith("content-length:")) {
                length = Integer.parseInt(
                        line.substring("content-length:".length()).strip());
            }
            asked |= line.equals("connection: close");
            if (line.startsWith("expect:")) {
                client.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
            }
        }
        in.readNBytes(length);
        String answer = ANSWER + (asked ? "Connection: close\r\n\r\n" : "\r\n");
        client.getOutputStream().write(answer.getBytes(ISO_8859_1));
        client.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
