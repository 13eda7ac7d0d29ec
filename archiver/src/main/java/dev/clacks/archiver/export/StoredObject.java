package dev.clacks.archiver.export;

import dev.clacks.archiver.format.RowSummary;

/**
 * An object of the archive as it was written.
 *
 * @param number the n of {@code part-<run>-<n>}, from 1
 * @param key in the bucket
 * @param bytes its size
 * @param sha256 of its bytes, in lower-case hex
 * @param rows what it holds
 */
record StoredObject(int number, String key, long bytes, String sha256, RowSummary rows) {}
