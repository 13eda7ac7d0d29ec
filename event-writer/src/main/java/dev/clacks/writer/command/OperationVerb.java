package dev.clacks.writer.command;

import dev.clacks.common.app.ProgressBar;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.writer.command.WriterCommand.CommandFailedException;
import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.replay.DryRun;
import dev.clacks.writer.replay.Job;
import dev.clacks.writer.replay.Operator;
import dev.clacks.writer.replay.ReplayStoppedException;
import dev.clacks.writer.replay.Wish;
import java.io.PrintStream;
import java.util.TreeMap;
import java.util.UUID;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/** What replays and discards share: the dry run, the way on after a kill, the bar and the sums. */
abstract class OperationVerb extends Verb {

    private final String unit;
    private final boolean needsYes;

    /**
     * An operation.
     *
     * @param unit what the bar counts
     * @param needsYes whether it wants to be told twice
     */
    OperationVerb(String name, String help, String example, String unit, boolean needsYes) {
        super(name, help, example);
        this.unit = unit;
        this.needsYes = needsYes;
    }

    @Override
    final void configure(Subparser parser) {
        configureWish(parser);
        parser.addArgument("--dry-run").action(Arguments.storeTrue()).help("only count what it would come to");
        parser.addArgument("--resume")
                .metavar("ID")
                .help("go on with an operation that was killed, cancelled or failed");
        if (needsYes) {
            parser.addArgument("--yes").action(Arguments.storeTrue()).help("do it");
        }
        parser.addArgument("--rate")
                .type(Integer.class)
                .choices(Arguments.range(0, Operator.HIGHEST_RATE))
                .metavar("N")
                .help("events a second at most (default: " + Operator.USUAL_RATE
                        + ", and for a dry run 0); 0: as fast as it goes");
    }

    abstract void configureWish(Subparser parser);

    /** What the arguments say. */
    abstract Wish wish(Namespace arguments, Workplace workplace);

    @Override
    final void run(Namespace arguments, Workplace workplace) throws Exception {
        Operator operator = workplace.operator();
        String resume = arguments.getString("resume");
        boolean dryRun = arguments.getBoolean("dry_run");
        Integer rate = arguments.getInt("rate");
        if (resume != null) {
            if (dryRun || rate != null) {
                throw new UserErrorException(
                        "an operation is resumed as it was begun: --resume without --dry-run, --rate");
            }
            run(operator.resume(workplace.actor(), id(resume), true), workplace.out());
            return;
        }
        Wish wish = wish(arguments, workplace);
        if (dryRun || (needsYes && !arguments.getBoolean("yes"))) {
            run(operator.dryRun(wish, rate == null ? 0 : rate), workplace.out());
            if (!dryRun) {
                throw new UserErrorException("nothing was changed: say --yes");
            }
            return;
        }
        run(operator.begin(workplace.actor(), wish, rate == null ? Operator.USUAL_RATE : rate), workplace.out());
    }

    private void run(DryRun dryRun, PrintStream out) throws CommandFailedException, InterruptedException {
        try (dryRun) {
            Counts counts;
            try (var bar = bar(out, dryRun.total())) {
                counts = dryRun.run(bar::show);
            }
            print(counts, "would be ", out);
        } catch (ReplayStoppedException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), null);
        }
    }

    private void run(Job job, PrintStream out) throws CommandFailedException, InterruptedException {
        try (job) {
            UUID id = job.operation().id();
            out.printf("Operation %s; if this is interrupted, go on with --resume %s%n", id, id);
            Counts counts;
            try (var bar = bar(out, job.operation().total())) {
                counts = job.run(bar::show);
            }
            print(counts, "", out);
        } catch (ReplayStoppedException e) {
            throw new CommandFailedException(
                    "%s. What was done stays done; go on with --resume %s"
                            .formatted(e.getMessage(), job.operation().id()),
                    null);
        }
    }

    private ProgressBar bar(PrintStream out, long total) {
        return new ProgressBar(out, unit, Math.max(1, total));
    }

    static void print(Counts counts, String wouldBe, PrintStream out) {
        out.printf(
                "%,d found: %,d %sinserted, %,d already stored, %,d erased, %,d discarded, %,d cut, %,d failed%n",
                counts.found(),
                counts.inserted(),
                wouldBe,
                counts.alreadyStored(),
                counts.erased(),
                counts.discarded(),
                counts.cut(),
                counts.failed());
        new TreeMap<>(counts.errors()).forEach((code, count) -> out.printf("  %,d %s%n", count, code));
        if (counts.gone() > 0) {
            out.printf("besides, %,d offsets were gone: they left Kafka after this was planned%n", counts.gone());
        }
    }

    static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new UserErrorException("an operation's id is a UUID, as `operations` lists them, not " + text);
        }
    }
}
