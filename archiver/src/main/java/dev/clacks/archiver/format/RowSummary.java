package dev.clacks.archiver.format;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a set of rows is compared by.
 *
 * @param rows how many
 * @param minTimestamp earliest event time; null when there are none
 * @param maxTimestamp latest event time; null when there are none
 * @param idsDigest {@link SetDigest} of the rows' keys
 * @param rowsDigest {@link SetDigest} of the rows with all their columns
 */
public record RowSummary(
        long rows,
        @Nullable Instant minTimestamp,
        @Nullable Instant maxTimestamp,
        String idsDigest,
        String rowsDigest) {

    public static final RowSummary NONE = new RowSummary(0, null, null, SetDigest.EMPTY, SetDigest.EMPTY);

    /** The summary of both sets together. */
    public RowSummary plus(RowSummary other) {
        return new RowSummary(
                rows + other.rows,
                minTimestamp == null || (other.minTimestamp != null && other.minTimestamp.isBefore(minTimestamp))
                        ? other.minTimestamp
                        : minTimestamp,
                maxTimestamp == null || (other.maxTimestamp != null && other.maxTimestamp.isAfter(maxTimestamp))
                        ? other.maxTimestamp
                        : maxTimestamp,
                SetDigest.plus(idsDigest, other.idsDigest),
                SetDigest.plus(rowsDigest, other.rowsDigest));
    }

    /** Sums up row by row. Not thread-safe. */
    public static final class Builder {
        private final RowBytes spelled = new RowBytes();
        private final SetDigest ids = new SetDigest();
        private final SetDigest all = new SetDigest();
        private long rows;
        private @Nullable Instant min;
        private @Nullable Instant max;

        public void add(ArchivedEvent row) {
            spelled.spellKey(row.key());
            ids.add(spelled.array(), spelled.length());
            spelled.spell(row);
            all.add(spelled.array(), spelled.length());
            rows++;
            Instant time = row.timestamp();
            min = min == null || time.isBefore(min) ? time : min;
            max = max == null || time.isAfter(max) ? time : max;
        }

        public long rows() {
            return rows;
        }

        public RowSummary build() {
            return new RowSummary(rows, min, max, ids.hex(), all.hex());
        }
    }
}
