package dev.clacks.writer.chunk;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one partition and the offsets they span, in one value, so that the one can never be stored without the other.
 *
 * @param owned the partition, and the claim under which it is read
 * @param from where progress must stand before: the offset after the last record before these rows
 * @param to where progress stands after: the offset after the last of these rows
 * @param leaderEpoch leader epoch of the last record, -1 where the broker told none
 * @param rows in the order of their offsets, which may have gaps
 * @param careful whether the chunk is to be marked "in hand" before it is decoded (it then has one row)
 * @param end the log's end as last seen; null where it has not been seen yet
 */
public record Chunk(
        Owned owned,
        long from,
        long to,
        int leaderEpoch,
        List<Row> rows,
        boolean careful,
        @Nullable EndSeen end) {

    public Chunk {
        if (from >= to || rows.isEmpty()) {
            throw new IllegalArgumentException("a chunk has rows and goes forward, not from " + from + " to " + to);
        }
        rows = List.copyOf(rows);
    }

    /** Whether it is the same piece of the same claim; rows are not compared. */
    public boolean isSameAs(Chunk other) {
        return from == other.from && to == other.to && owned.equals(other.owned);
    }

    /** When the latest of its records was received, in milliseconds since the epoch. */
    public long receivedAtMillis() {
        return rows.stream().mapToLong(Row::receivedAtMillis).max().orElseThrow();
    }

    /** When everything received before was stored, once this chunk is; null where the log is known to go on behind it. */
    public @Nullable Instant caughtUpAt() {
        return end != null && end.endOffset() <= to ? end.at() : null;
    }

    /** The log ends here or later. */
    public long endOffsetSeen() {
        return end == null ? to : Math.max(end.endOffset(), to);
    }

    @Override
    public String toString() {
        return "%s [%d, %d) of %d rows".formatted(owned.source(), from, to, rows.size());
    }
}
