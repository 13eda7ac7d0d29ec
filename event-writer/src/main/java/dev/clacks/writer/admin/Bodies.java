package dev.clacks.writer.admin;

import dev.clacks.common.app.UserErrorException;
import dev.clacks.writer.failed.FailedFilter;
import dev.clacks.writer.replay.KafkaWish;
import dev.clacks.writer.replay.Operator;
import dev.clacks.writer.replay.Wish;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Bodies of requests; what is absent is null. */
final class Bodies {

    private Bodies() {}

    record SkipTo(
            @Nullable String topic,
            @Nullable Integer partition,
            @Nullable Long to,
            @Nullable Boolean dryRun,
            @Nullable Boolean yes) {}

    record FromKafka(
            @Nullable String topic,
            @Nullable Integer partition,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Long fromOffset,
            @Nullable Long toOffset,
            @Nullable Integer rate,
            @Nullable Boolean dryRun) {

        Wish wish(String usualTopic) {
            return new Wish.OfKafka(
                    new KafkaWish(topic == null ? usualTopic : topic, partition, from, to, fromOffset, toOffset));
        }
    }

    record FromFailed(
            @Nullable FailedFilter filter,
            @Nullable Integer rate,
            @Nullable Boolean dryRun) {

        FailedFilter meant() {
            return Bodies.meant(filter);
        }
    }

    record ToDiscard(
            @Nullable FailedFilter filter,
            @Nullable Integer rate,
            @Nullable Boolean dryRun,
            @Nullable Boolean yes) {

        FailedFilter meant() {
            return Bodies.meant(filter);
        }
    }

    record Mark(
            @Nullable FailedFilter filter,
            @Nullable String as,
            @Nullable Boolean dryRun) {

        FailedFilter meant() {
            return Bodies.meant(filter);
        }
    }

    record Ensure(@Nullable Integer days, @Nullable Boolean dryRun) {}

    private static FailedFilter meant(@Nullable FailedFilter filter) {
        if (filter == null) {
            throw new UserErrorException("say which failed events are meant: filter");
        }
        return filter;
    }

    static boolean is(@Nullable Boolean flag) {
        return flag != null && flag;
    }

    /** Events a second; 0 for as fast as it goes, as a dry run does that is not told otherwise. */
    static int rate(@Nullable Integer rate, boolean dryRun) {
        if (rate == null) {
            return dryRun ? 0 : Operator.USUAL_RATE;
        }
        if (rate < 0 || rate > Operator.HIGHEST_RATE) {
            throw new UserErrorException("rate is a number from 0, as fast as it goes, to " + Operator.HIGHEST_RATE);
        }
        return rate;
    }
}
