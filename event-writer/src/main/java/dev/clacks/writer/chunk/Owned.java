package dev.clacks.writer.chunk;

import java.util.UUID;

/**
 * A source that this writer has claimed in {@code writer_progress}.
 *
 * @param source the partition
 * @param claim random, new with every claim: whoever holds another one may not write
 */
public record Owned(Source source, UUID claim) {}
