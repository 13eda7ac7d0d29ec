package dev.clacks.ingest.server;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection that has had no request so far, as one look at it after another finds it. It may be idle for as long as any
 * connection may, with its TLS handshake behind it or none to be made; but whatever it sends beyond that must become a request, and what
 * it sends of a handshake must end one, in so much time.
 *
 * @param shaken whether its handshake is over, or there is none
 * @param idleBytes how many bytes it may have sent while it is idle: those of its handshake
 * @param since when it was first seen to have sent more, by {@link System#nanoTime}; null where it has not
 */
record Opening(boolean shaken, long idleBytes, @Nullable Long since) {

    /**
     * What this look finds.
     *
     * @param before what the look before found; null where it is the first
     * @param bytes how many bytes it has sent so far
     * @param tls whether a handshake is among them
     */
    static Opening look(@Nullable Opening before, boolean shaken, boolean tls, long bytes, long now) {
        boolean known = before != null && before.shaken == shaken;
        long idle = !shaken || !tls ? 0 : before != null && known ? before.idleBytes : bytes;
        if (bytes <= idle) {
            return new Opening(shaken, idle, null);
        }
        Long earlier = before != null && known ? before.since : null;
        return new Opening(shaken, idle, earlier == null ? Long.valueOf(now) : earlier);
    }

    boolean isLate(long now, Duration limit) {
        return since != null && now - since > limit.toNanos();
    }
}
