package dev.clacks.writer.replay;

import dev.clacks.writer.failed.FailedFilter;

/** What {@code operations.arguments} holds, by kind. */
final class Arguments {

    /**
     * Of a replay from Kafka.
     *
     * @param rate events a second at most; 0 for as fast as it goes
     */
    record OfKafka(KafkaPlan plan, int rate) {}

    /** Of a replay of failed events. */
    record OfFailed(FailedFilter filter, boolean deadlyToo, int rate) {}

    /** Of a discard. */
    record ToDiscard(FailedFilter filter) {}

    private Arguments() {}
}
