package dev.clacks.writer.replay;

import dev.clacks.common.app.UserErrorException;
import dev.clacks.writer.failed.Discard;
import dev.clacks.writer.failed.FailedFilter;

/** Something long that an operator has done. */
public sealed interface Wish {

    /** The name of the operation's kind. */
    String kind();

    /** Records of Kafka once more through the writer's transaction. */
    record OfKafka(KafkaWish what) implements Wish {

        /** The operation's kind. */
        public static final String KIND = "replay kafka";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * Failed events once more through the rules.
     *
     * @param deadlyToo also those with which writers died
     */
    record OfFailed(FailedFilter filter, boolean deadlyToo) implements Wish {

        static final String KIND = "replay failed";

        public OfFailed {
            requireNarrow(filter);
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** Failed events given up. */
    record ToDiscard(FailedFilter filter) implements Wish {

        public ToDiscard {
            requireNarrow(filter);
        }

        @Override
        public String kind() {
            return Discard.KIND;
        }
    }

    private static void requireNarrow(FailedFilter filter) {
        if (!filter.narrow()) {
            throw new UserErrorException(
                    "say which failed events are meant: an organisation, an application, a code, a field or a fingerprint");
        }
    }
}
