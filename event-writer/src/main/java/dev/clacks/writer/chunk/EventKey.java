package dev.clacks.writer.chunk;

import java.util.Comparator;
import java.util.UUID;

/**
 * What makes an event that event. Its order is one that all writers share: two that insert the same keys do so in the same
 * order and never wait for each other in a circle. It is PostgreSQL's order too, where the ids are ASCII.
 *
 * @param eventId the client's id
 * @param appId canonical id of the application
 * @param orgId canonical id of the organisation
 * @param timestampMicros microseconds since the epoch
 */
public record EventKey(UUID eventId, String appId, String orgId, long timestampMicros) implements Comparable<EventKey> {

    private static final Comparator<EventKey> ORDER = Comparator.<EventKey, UUID>comparing(
                    EventKey::eventId, EventKey::compareBytes)
            .thenComparing(EventKey::appId)
            .thenComparing(EventKey::orgId)
            .thenComparingLong(EventKey::timestampMicros);

    private static int compareBytes(UUID one, UUID other) {
        int high = Long.compareUnsigned(one.getMostSignificantBits(), other.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(one.getLeastSignificantBits(), other.getLeastSignificantBits());
    }

    @Override
    public int compareTo(EventKey other) {
        return ORDER.compare(this, other);
    }
}
