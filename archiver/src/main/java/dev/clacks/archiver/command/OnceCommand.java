package dev.clacks.archiver.command;

import dev.clacks.archiver.config.ArchiverSettings;
import dev.clacks.archiver.health.Pulse;
import dev.clacks.archiver.pass.ArchiveParts;
import dev.clacks.archiver.pass.Archiving;
import dev.clacks.archiver.pass.DuePlan;
import dev.clacks.archiver.pass.PassResult;
import dev.clacks.archiver.plan.LogStartSource.KafkaUnknownException;
import dev.clacks.archiver.run.ArchiveRun;
import dev.clacks.archiver.run.ArchiveRuns;
import dev.clacks.archiver.run.ArchiveSession;
import dev.clacks.archiver.run.KafkaLogStarts;
import dev.clacks.archiver.store.S3ObjectStore;
import dev.clacks.common.kafka.KafkaClients;
import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import net.sourceforge.argparse4j.impl.Arguments;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.apache.kafka.clients.admin.Admin;

/** {@code once}: one pass, now. */
public final class OnceCommand extends ArchiverCommand {

    private static final Duration WAIT_FOR_LOCK = Duration.ofMinutes(5);

    public OnceCommand() {
        super("once", "Archives what is due, now, and ends");
    }

    @Override
    public void configure(Subparser parser) {
        parser.addArgument("--dry-run")
                .action(Arguments.storeTrue())
                .help("only say what would be archived, and why what else is due has to stay");
        super.configure(parser);
    }

    @Override
    void run(Namespace arguments, ArchiverSettings settings) throws Exception {
        var clock = InstantSource.system();
        try (Admin admin = KafkaClients.impatientAdmin(settings.kafka())) {
            var kafka = new KafkaLogStarts(admin, settings.kafka().topics().events());
            if (arguments.getBoolean("dry_run")) {
                dryRun(settings, kafka, clock, System.out);
                return;
            }
            try (var store = new S3ObjectStore(settings.s3())) {
                var parts = new ArchiveParts(
                        settings.archive(), store, kafka, new Pulse(clock), new PrintedProgress(System.out), clock);
                report(new Archiving(settings.databaseUrl(), parts).pass(WAIT_FOR_LOCK), System.out);
            }
        }
    }

    private static void dryRun(ArchiverSettings settings, KafkaLogStarts kafka, InstantSource clock, PrintStream out)
            throws Exception {
        try (ArchiveSession session = ArchiveSession.open(settings.databaseUrl())) {
            for (ArchiveRun run : new ArchiveRuns(session.connection()).unfinished()) {
                out.printf("would resume %s, %s%n", run.title(), run.state().text());
            }
            DuePlan plan = DuePlan.of(session.connection(), settings.archive(), kafka, clock.instant());
            plan.ready()
                    .forEach(leaf -> out.printf(
                            "would archive %s (%s, %d days)%n", leaf.name(), leaf.day(), leaf.retentionDays()));
            plan.waiting().forEach(out::println);
            out.printf(
                    "%d leaves would be archived, %d have to stay%n",
                    plan.ready().size(), plan.waiting().size());
        } catch (KafkaUnknownException e) {
            throw new CommandFailedException(String.valueOf(e.getMessage()), e.getCause());
        }
    }

    private static void report(PassResult result, PrintStream out) throws CommandFailedException {
        result.waiting().forEach(out::println);
        out.printf(
                "Archived %d leaves with %,d rows in %,d bytes; %,d copies left out; %d leaves have to stay.%n",
                result.archived(),
                result.totals().rows(),
                result.totals().bytes(),
                result.totals().copies(),
                result.waiting().size());
        if (result.locked()) {
            throw new CommandFailedException(
                    "another archiver has been at work for five minutes: nothing was done", null);
        }
        if (!result.failures().isEmpty()) {
            throw new CommandFailedException(String.join("\n       ", result.failures()), null);
        }
    }
}
