package dev.clacks.ingest.limits;

import java.math.BigInteger;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A block of IP addresses. Names are never looked up.
 *
 * @param network its first address
 * @param prefix how many leading bits all of its addresses share
 */
public record AddressBlock(InetAddress network, int prefix) {

    /**
     * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address.
     *
     * @throws IllegalArgumentException where it is none; the message says why
     */
    public static AddressBlock parse(String text) {
        int slash = text.indexOf('/');
        InetAddress network = address(slash < 0 ? text : text.substring(0, slash));
        if (network == null) {
            throw new IllegalArgumentException(text + " is no address block such as 10.0.0.0/8 or fd00::/8");
        }
        int bits = network.getAddress().length * 8;
        String length = slash < 0 ? Integer.toString(bits) : text.substring(slash + 1);
        if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
            throw new IllegalArgumentException(text + ": what follows the slash is 0 to " + bits);
        }
        int prefix = Integer.parseInt(length);
        if (prefix < bits
                && number(network).getLowestSetBit() >= 0
                && number(network).getLowestSetBit() < bits - prefix) {
            throw new IllegalArgumentException(text + " has bits set behind its first " + prefix);
        }
        return new AddressBlock(network, prefix);
    }

    public boolean contains(InetAddress address) {
        byte[] mine = network.getAddress();
        byte[] theirs = address.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        int whole = prefix / 8;
        for (int i = 0; i < whole; i++) {
            if (mine[i] != theirs[i]) {
                return false;
            }
        }
        int rest = prefix % 8;
        return rest == 0 || ((mine[whole] ^ theirs[whole]) & 0xFF) >> (8 - rest) == 0;
    }

    /** The address that a text spells out, or null where it spells none; an IPv4 address mapped into IPv6 is IPv4. */
    static @Nullable InetAddress address(String text) {
        boolean form = text.indexOf(':') >= 0 ? text.matches("[0-9A-Fa-f:.]+") : text.matches("[0-9]+(\\.[0-9]+){3}");
        try {
            return form ? InetAddress.ofLiteral(text) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static BigInteger number(InetAddress address) {
        return new BigInteger(1, address.getAddress());
    }
}
