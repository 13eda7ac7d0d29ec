package dev.clacks.archiver.run;

/**
 * What a run brought into the archive.
 *
 * @param rows events in its objects
 * @param bytes of its objects
 * @param copies rows that were left out since an earlier part of the day has them
 */
public record RunTotals(long rows, long bytes, long copies) {

    public static final RunTotals NONE = new RunTotals(0, 0, 0);

    public RunTotals plus(RunTotals other) {
        return new RunTotals(rows + other.rows, bytes + other.bytes, copies + other.copies);
    }
}
