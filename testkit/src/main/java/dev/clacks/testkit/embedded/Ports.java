package dev.clacks.testkit.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Free TCP ports on loopback. They are taken from below the range that Linux gives to outgoing connections (32768 and
 * up): a killed server's port there could be taken by a client's next attempt to reach it, which would then be
 * connected to itself. Thread-safe.
 */
public final class Ports {
    private static final int LOWEST = 14_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 1_000;

    /** What this process was given before: a port stays reserved although its server listens only later. */
    private static final Set<Integer> GIVEN = new HashSet<>();

    private Ports() {}

    /**
     * A port that nobody listens on now and that is not reserved; it is from now on.
     *
     * @param further what has to be added to it for ports of which the same is true
     */
    public static int free(int... further) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            List<Integer> wanted = IntStream.concat(IntStream.of(0), IntStream.of(further))
                    .mapToObj(distance -> port + distance)
                    .toList();
            if (given(wanted)) {
                return port;
            }
        }
        throw new IllegalStateException("No free port found between " + LOWEST + " and " + HIGHEST);
    }

    private static synchronized boolean given(List<Integer> wanted) {
        return Collections.disjoint(GIVEN, wanted) && wanted.stream().allMatch(Ports::isFree) && GIVEN.addAll(wanted);
    }

    /** Keeps {@link #free} of this process from giving these ports, which were chosen elsewhere, to anybody. */
    public static synchronized void reserve(Collection<Integer> ports) {
        GIVEN.addAll(ports);
    }

    /** Whether a server could listen on the port of 127.0.0.1 now. */
    public static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether somebody accepts connections on the port of 127.0.0.1 now. */
    public static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
