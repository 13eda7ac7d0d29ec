package dev.clacks.archiver.command;

import dev.clacks.archiver.config.ArchiverSettings;
import dev.clacks.archiver.health.Pulse;
import dev.clacks.archiver.pass.ArchiveParts;
import dev.clacks.archiver.pass.Archiving;
import dev.clacks.archiver.pass.DuePlan;
import dev.clacks.archiver.pass.PassResult;
import dev.clacks.archiver.plan.DueLeaves;
import dev.clacks.archiver.plan.Leaf;
import dev.clacks.archiver.run.ArchiveRun;
import dev.clacks.archiver.run.ArchiveRuns;
import dev.clacks.archiver.run.ArchiveSession;
import dev.clacks.archiver.run.KafkaLogStarts;
import dev.clacks.archiver.run.LeafCatalogue;
import dev.clacks.archiver.store.S3ObjectStore;
import dev.clacks.common.kafka.KafkaClients;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
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
            Instant now = clock.instant();
            List<Leaf> young = new LeafCatalogue(session.connection())
                    .attached().stream()
                            .filter(leaf -> now.isBefore(
                                    DueLeaves.dueAt(leaf, settings.archive().afterDays())))
                            .sorted(Comparator.comparing(Leaf::day).reversed())
                            .toList();
            young.forEach(leaf -> out.printf(
                    "%s (%s, %d days) is not due before %s%n",
                    leaf.name(),
                    leaf.day(),
                    leaf.retentionDays(),
                    DueLeaves.dueAt(leaf, settings.archive().afterDays())));
            List<ArchiveRun> unfinished = new ArchiveRuns(session.connection()).unfinished();
            DuePlan plan = DuePlan.of(session.connection(), settings.archive(), kafka, unfinished, now);
            plan.waiting().forEach(out::println);
            unfinished.forEach(run -> out.printf(
                    "would resume %s, %s (%s)%n", run.title(), run.state().text(), run.leaf()));
            plan.ready()
                    .forEach(leaf -> out.printf(
                            "would archive %s (%s, %d days)%n", leaf.name(), leaf.day(), leaf.retentionDays()));
            out.printf(
                    "%d leaves would be archived; %d are due and have to stay; %d are not due.%n",
                    unfinished.size() + plan.ready().size(), plan.waiting().size(), young.size());
        }
    }

    private static void report(PassResult result, PrintStream out) throws CommandFailedException {
        if (result.locked()) {
            throw new CommandFailedException(
                    "another archiver has been at work for five minutes: nothing was done", null);
        }
        result.waiting().forEach(out::println);
        out.printf(
                "Archived %d leaves with %,d rows in %,d bytes; %,d copies left out; %d leaves have to stay.%n",
                result.archived(),
                result.totals().rows(),
                result.totals().bytes(),
                result.totals().copies(),
                result.waiting().size());
        if (!result.failures().isEmpty()) {
            throw new CommandFailedException(String.join("\n       ", result.failures()), null);
        }
    }
}
