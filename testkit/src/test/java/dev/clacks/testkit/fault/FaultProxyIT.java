package dev.clacks.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.testkit.embedded.Ports;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy in front of a server that sends back what it gets. */
class FaultProxyIT {
    /** How long a byte that must come is waited for, or a connection that must break. */
    private static final int LIMIT_MILLIS = 60_000;

    /** How long a byte that must not come is waited for. */
    private static final int SILENCE_MILLIS = 200;

    private ServerSocket server;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        proxy = FaultProxy.to(server.getLocalPort());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void passesEverythingOnUntilItIsToldOtherwise() throws IOException {
        try (Socket client = connect()) {
            assertThat(echo(client, "clack")).isEqualTo("clack");
            client.shutdownOutput();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
        Await.untilEqual("connections", 0, proxy::connections);
    }

    @Test
    void aCutBreaksWhatIsOpenAndLetsNewConnectionsIn() throws IOException {
        try (Socket client = connect()) {
            echo(client, "clack");

            proxy.cut();

            assertBroken(() -> echo(client, "more"));
            try (Socket next = connect()) {
                assertThat(echo(next, "again")).isEqualTo("again");
            }
        }
    }

    @Test
    void whileItRefusesNobodyGetsInAndAfterwardsThePortIsTheSame() throws IOException {
        try (Socket client = connect()) {
            echo(client, "clack");

            proxy.refuse();

            assertBroken(() -> echo(client, "more"));
            assertThatThrownBy(() -> connect().close()).isInstanceOf(ConnectException.class);
            assertThat(proxy.connections()).isZero();
        }
        proxy.accept();
        try (Socket client = connect()) {
            assertThat(echo(client, "again")).isEqualTo("again");
        }
    }

    @Test
    void whatIsHeldBackComesAfterTheStall() throws IOException {
        try (Socket client = connect()) {
            echo(client, "clack");
            proxy.stall();

            send(client, "held");
            assertSilent(client);
            proxy.resume();

            assertThat(receive(client, 4)).isEqualTo("held");
        }
    }

    @Test
    void aNarrowProxyStillPassesEverythingOn() throws IOException {
        proxy.throttle(1_000_000);
        String text = "clack ".repeat(20_000);
        try (Socket client = connect()) {
            Thread.ofVirtual().start(() -> {
                try {
                    send(client, text);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            assertThat(receive(client, text.length())).isEqualTo(text);
        }
    }

    @Test
    void aLostReplyReachedTheServerAndLeavesTheConnectionOpenAndDumb() throws Exception {
        try (Socket client = connect();
                Socket other = connect()) {
            CompletableFuture<Void> lost = proxy.loseReply("COMMIT");

            send(client, "BEGIN COMMIT");

            assertThat(receive(client, 6)).isEqualTo("BEGIN ");
            lost.get(3, TimeUnit.MINUTES);
            send(client, "more");
            assertSilent(client);
            assertThat(echo(other, "COMMIT")).isEqualTo("COMMIT");
        }
    }

    @Test
    void theConnectionBreaksInsteadOfTheReply() throws Exception {
        try (Socket client = connect()) {
            CompletableFuture<Void> cut = proxy.cutBeforeReply("COMMIT");

            send(client, "COMMIT");

            cut.get(3, TimeUnit.MINUTES);
            assertBroken(() -> receive(client, 1));
        }
    }

    @Test
    void beforeNobodyItBreaksConnectionsAtOnce() throws IOException {
        try (FaultProxy lonely = FaultProxy.to(Ports.free());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), lonely.port())) {
            client.setSoTimeout(LIMIT_MILLIS);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> {
                    try (client) {
                        client.getInputStream().transferTo(client.getOutputStream());
                    } catch (IOException e) {
                        // The proxy has broken it.
                    }
                });
            } catch (IOException e) {
                return;
            }
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        socket.setSoTimeout(LIMIT_MILLIS);
        return socket;
    }

    /** The connection is open, and nothing comes. */
    private static void assertSilent(Socket client) throws IOException {
        client.setSoTimeout(SILENCE_MILLIS);
        assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        client.setSoTimeout(LIMIT_MILLIS);
    }

    /** The connection was reset or ended; nobody only waited for too long. */
    private static void assertBroken(ThrowingCallable use) {
        assertThatThrownBy(use).isInstanceOf(IOException.class).isNotInstanceOf(SocketTimeoutException.class);
    }

    private static String echo(Socket client, String text) throws IOException {
        send(client, text);
        return receive(client, text.length());
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String receive(Socket client, int length) throws IOException {
        byte[] bytes = client.getInputStream().readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the connection ended");
        }
        return new String(bytes, StandardCharsets.US_ASCII);
    }
}
