package dev.clacks.writer.store;

import dev.clacks.writer.chunk.EventKey;
import dev.clacks.writer.chunk.EventRow;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;

/**
 * An event's row and where it belongs.
 *
 * @param row the row
 * @param key its key
 * @param retentionDays the class of retention
 * @param day the UTC day of its timestamp
 */
record PlacedRow(EventRow row, EventKey key, int retentionDays, LocalDate day) {

    /** By partition, then key: few jumps between partitions, and the same order in every writer. */
    static final Comparator<PlacedRow> ORDER = Comparator.comparingInt(PlacedRow::retentionDays)
            .thenComparing(PlacedRow::day)
            .thenComparing(PlacedRow::key);

    static PlacedRow of(EventRow row, int retentionDays) {
        return new PlacedRow(row, row.key(), retentionDays, dayOf(row.event().timestampMicros()));
    }

    Leaf leaf() {
        return new Leaf(retentionDays, day);
    }

    private static LocalDate dayOf(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, 1_000_000L))
                .atZone(ZoneOffset.UTC)
                .toLocalDate();
    }

    /** A leaf partition of {@code events}. */
    record Leaf(int retentionDays, LocalDate day) {}
}
