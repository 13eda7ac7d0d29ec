package dev.clacks.writer.chunk;

/** What becomes of one record. */
public sealed interface Row permits EventRow, FailedRow, RawRow {

    /** The record's offset. */
    long offset();

    /** The record's timestamp: when the front door received it, in milliseconds since the epoch. */
    long receivedAtMillis();

    /** About how much heap it holds, in bytes. */
    int weight();
}
