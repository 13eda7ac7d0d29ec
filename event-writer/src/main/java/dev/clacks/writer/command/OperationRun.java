package dev.clacks.writer.command;

import dev.clacks.common.app.ProgressBar;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.writer.command.WriterCommand.CommandFailedException;
import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.replay.DryRun;
import dev.clacks.writer.replay.Job;
import dev.clacks.writer.replay.ReplayStoppedException;
import dev.clacks.writer.replay.Wish;
import java.io.PrintStream;
import java.util.TreeMap;
import java.util.UUID;

/** Runs an operation, begun or resumed, or tries one out: with a bar, and in the end the sums. */
final class OperationRun {

    private final PrintStream out;

    OperationRun(PrintStream out) {
        this.out = out;
    }

    /** @param kind of the operation that is tried out */
    void run(DryRun dryRun, String kind) throws CommandFailedException, InterruptedException {
        try (dryRun) {
            try (var bar = bar(kind, dryRun.total())) {
                dryRun.run(bar::show);
            } finally {
                print(dryRun.counts(), "would be ");
            }
        } catch (ReplayStoppedException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), null);
        }
    }

    void run(Job job) throws CommandFailedException, InterruptedException {
        try (job) {
            UUID id = job.operation().id();
            out.printf("Operation %s; if this is interrupted, go on with: operations resume %s%n", id, id);
            try (var bar = bar(job.operation().kind(), job.operation().total())) {
                job.run(bar::show);
            } finally {
                print(job.counts(), "");
            }
        } catch (ReplayStoppedException e) {
            throw new CommandFailedException(
                    "%s. What was done stays done; go on with: operations resume %s"
                            .formatted(e.getMessage(), job.operation().id()),
                    null);
        }
    }

    private ProgressBar bar(String kind, long total) {
        return new ProgressBar(out, kind.equals(Wish.OfKafka.KIND) ? "offsets" : "failed events", Math.max(1, total));
    }

    /** @param wouldBe what stands before those that are stored, where they are not */
    void print(Counts counts, String wouldBe) {
        out.println(sums(counts, wouldBe));
        new TreeMap<>(counts.errors()).forEach((code, count) -> out.printf("  %,d %s%n", count, code));
        if (counts.gone() > 0) {
            out.printf("besides, %,d offsets were gone: they left Kafka after this was planned%n", counts.gone());
        }
    }

    /** On one line. */
    static String sums(Counts counts, String wouldBe) {
        return "%,d found: %,d %sinserted, %,d already stored, %,d erased, %,d discarded, %,d cut, %,d failed"
                .formatted(
                        counts.found(),
                        counts.inserted(),
                        wouldBe,
                        counts.alreadyStored(),
                        counts.erased(),
                        counts.discarded(),
                        counts.cut(),
                        counts.failed());
    }

    /** The id of an operation. */
    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new UserErrorException("an operation's id is a UUID, as `operations` lists them, not " + text);
        }
    }
}
