package dev.clacks.bench.write;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one transaction, made before the clock runs.
 *
 * @param rows each a value for each of {@link Columns}
 * @param binary the same rows as a stream of binary COPY; empty where the way does not use it
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Piece(List<@Nullable Object[]> rows, byte[] binary) {}
