package dev.clacks.writer.chunk;

import java.time.Instant;

/**
 * The end of a partition's log as it was at some moment: whoever has stored everything below it has stored everything that
 * was received before that moment.
 *
 * @param endOffset offset that the next record would have got
 * @param at taken before Kafka was asked, so never too late
 */
public record EndSeen(long endOffset, Instant at) {}
