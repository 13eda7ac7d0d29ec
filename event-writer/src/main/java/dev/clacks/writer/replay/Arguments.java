package dev.clacks.writer.replay;

import dev.clacks.common.app.UserErrorException;
import dev.clacks.writer.failed.Discard;
import dev.clacks.writer.failed.FailedFilter;
import dev.clacks.writer.operation.Operation;

/** What {@code operations.arguments} holds, by kind. */
sealed interface Arguments {

    /** Those of an operation that was begun, perhaps by another build. */
    static Arguments of(Operation operation) {
        return switch (operation.kind()) {
            case Wish.OfKafka.KIND -> operation.arguments(OfKafka.class);
            case Wish.OfFailed.KIND -> operation.arguments(OfFailed.class);
            case Discard.KIND -> operation.arguments(ToDiscard.class);
            default -> throw new UserErrorException("this build does not know how to %s".formatted(operation.kind()));
        };
    }

    /** Events a second at most; 0 for as fast as it goes, also where an older build wrote none. */
    int rate();

    /** Of a replay from Kafka. */
    record OfKafka(KafkaPlan plan, int rate) implements Arguments {}

    /** Of a replay of failed events. */
    record OfFailed(FailedFilter filter, boolean deadlyToo, int rate) implements Arguments {}

    /** Of a discard. */
    record ToDiscard(FailedFilter filter, int rate) implements Arguments {}
}
