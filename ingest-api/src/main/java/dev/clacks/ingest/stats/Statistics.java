package dev.clacks.ingest.stats;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts at one moment.
 *
 * @param completeThrough everything received before is counted; null while that is not known
 * @param buckets events of each bucket of the period, in order
 * @param types the same by event type, most frequent first, {@code (other)} last; empty where it was not asked for
 */
@SuppressWarnings("ArrayRecordComponent") // a value on its way, never compared
record Statistics(@Nullable Instant completeThrough, long[] buckets, List<OfType> types) {

    /**
     * Events of one type.
     *
     * @param buckets as above
     */
    record OfType(String type, long[] buckets) {}

    Statistics {
        types = List.copyOf(types);
    }
}
