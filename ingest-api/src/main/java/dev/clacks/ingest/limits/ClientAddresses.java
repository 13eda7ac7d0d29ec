package dev.clacks.ingest.limits;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out from where a request comes. The peer of the connection counts, unless it is a trusted proxy: then the last
 * address in {@code X-Forwarded-For} that is none. What stands left of that anybody could have written. Immutable, so
 * thread-safe.
 */
public final class ClientAddresses {

    private final List<AddressBlock> trusted;

    public ClientAddresses(List<AddressBlock> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /**
     * One client, as far as limits go.
     *
     * @param ipv6 whether {@code bits} are the first 64 of an IPv6 address: a subscriber has at least that many addresses
     * @param bits these, or the 32 of an IPv4 address
     */
    public record Client(boolean ipv6, long bits) {

        static Client of(InetAddress address) {
            var bytes = ByteBuffer.wrap(address.getAddress());
            return bytes.remaining() == 16
                    ? new Client(true, bytes.getLong())
                    : new Client(false, Integer.toUnsignedLong(bytes.getInt()));
        }
    }

    /**
     * Who sent a request.
     *
     * @param peer the other end of the connection
     * @param forwardedFor the values of {@code X-Forwarded-For}, in the order in which they came
     */
    public Client client(InetAddress peer, List<String> forwardedFor) {
        return Client.of(origin(peer, forwardedFor));
    }

    /** As above; all that come by something else than IP are one client. */
    public Client client(SocketAddress peer, List<String> forwardedFor) {
        InetAddress address = peer instanceof InetSocketAddress ip && ip.getAddress() != null
                ? ip.getAddress()
                : InetAddress.getLoopbackAddress();
        return client(address, forwardedFor);
    }

    private InetAddress origin(InetAddress peer, List<String> forwardedFor) {
        if (!isTrusted(peer)) {
            return peer;
        }
        String[] hops = String.join(",", forwardedFor).split(",", -1);
        InetAddress hop = peer;
        for (int i = hops.length - 1; i >= 0 && isTrusted(hop); i--) {
            InetAddress next = hop(hops[i].strip());
            if (next == null) {
                return peer;
            }
            hop = next;
        }
        return hop;
    }

    private boolean isTrusted(InetAddress address) {
        for (AddressBlock block : trusted) {
            if (block.contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** An address, which some balancers write with a port: {@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711}. */
    private static @Nullable InetAddress hop(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 || !isPort(text.substring(end + 1)) ? null : AddressBlock.address(text.substring(1, end));
        }
        int colon = text.indexOf(':');
        if (colon >= 0 && colon == text.lastIndexOf(':')) {
            return isPort(text.substring(colon)) ? AddressBlock.address(text.substring(0, colon)) : null;
        }
        return AddressBlock.address(text);
    }

    private static boolean isPort(String text) {
        return text.isEmpty() || text.matches(":[0-9]{1,5}");
    }
}
