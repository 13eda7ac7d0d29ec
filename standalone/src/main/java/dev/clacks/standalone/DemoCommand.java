package dev.clacks.standalone;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clacks.bench.cli.Command;
import dev.clacks.bench.client.Target;
import dev.clacks.bench.stack.RunningStack;
import dev.clacks.bench.stack.Service;
import dev.clacks.common.app.ProgressBar;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.standalone.demo.DemoTraffic;
import dev.clacks.standalone.demo.Findings;
import dev.clacks.standalone.demo.Inspection;
import dev.clacks.standalone.stack.ServicePorts;
import dev.clacks.standalone.stack.StackOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.jspecify.annotations.Nullable;

/** The whole way of an event in under two minutes: sent, stored, archived, counted; in a folder of its own. */
final class DemoCommand implements Command {

    private static final int WRITERS = 2;
    private static final Duration STORE_LIMIT = Duration.ofMinutes(5);
    private static final Duration ARCHIVE_LIMIT = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 100;
    private static final List<String> APPLICATIONS = List.of("my-cli", "desktop-app", "build-server");

    /** The records are in Kafka for days yet; waiting for that is what this run leaves out. */
    private static final Map<String, String> WITHOUT_WAITING = Map.of("CLACKS_ARCHIVE_WAIT_FOR_KAFKA", "false");

    private final Path home;
    private final InstantSource clock;
    private final PrintStream out;

    DemoCommand(Path home, InstantSource clock, PrintStream out) {
        this.home = home;
        this.clock = clock;
        this.out = out;
    }

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String summary() {
        return "run the pipeline in a temporary folder, send 10,000 events, archive the old ones, show what is where";
    }

    @Override
    public void arguments(Subparser parser) {
        parser.addArgument("--keep")
                .metavar("DIR")
                .help("leave the data, the archive's objects too, in DIR, with what was found in DIR/demo.json");
    }

    @Override
    public int run(Namespace arguments) throws Exception {
        @Nullable String keep = arguments.getString("keep");
        return keep == null
                ? run(Files.createTempDirectory("clacks-demo-"), false)
                : run(emptyFolder(Path.of(keep)), true);
    }

    private static Path emptyFolder(Path folder) throws IOException {
        if (Files.exists(folder)) {
            if (!Files.isDirectory(folder)) {
                throw new UserErrorException(folder + " is no folder: name a new or empty one with --keep");
            }
            try (var entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new UserErrorException(folder + " is not empty: name a new or empty folder with --keep");
                }
            }
        }
        return folder;
    }

    private int run(Path data, boolean keep) throws Exception {
        var options = new StackOptions(
                home,
                data,
                ServicePorts.free(WRITERS).door(),
                WRITERS,
                false,
                OptionalInt.of(1),
                APPLICATIONS,
                WITHOUT_WAITING);
        Findings findings;
        try (StackRun run = StackRun.open(options, out::println)) {
            if (!keep) {
                run.deleteDataAtTheEnd();
            }
            findings = demonstrate(run, run.start(), data);
        }
        if (!findings.complete()) {
            out.println("error: that is not what should have come of it; with --keep DIR the logs stay in DIR/logs");
            return 1;
        }
        if (keep) {
            Files.write(data.resolve("demo.json"), new ObjectMapper().writeValueAsBytes(findings));
        }
        return 0;
    }

    private Findings demonstrate(StackRun run, RunningStack stack, Path data) throws Exception {
        out.printf(
                "%nSending %,d events of %d applications as the SDK does:%n", DemoTraffic.EVENTS, APPLICATIONS.size());
        List<Target> targets = run.stack().applications(stack.sdkTarget());
        long acknowledged;
        try (var bar = new ProgressBar(out, "events acknowledged", DemoTraffic.EVENTS)) {
            acknowledged = new DemoTraffic(clock, bar).send(targets);
        }
        try (var inspection = new Inspection(stack.postgresUrl())) {
            awaitStored(inspection, acknowledged);
            archiveOnce(run, data);
            return inspection.print(out, DemoTraffic.EVENTS, acknowledged);
        }
    }

    private void awaitStored(Inspection inspection, long acknowledged) throws SQLException, InterruptedException {
        long begun = System.nanoTime();
        while (inspection.counted() < acknowledged) {
            if (System.nanoTime() - begun > STORE_LIMIT.toNanos()) {
                throw new IllegalStateException("after %d s only %d of %d events are stored"
                        .formatted(STORE_LIMIT.toSeconds(), inspection.counted(), acknowledged));
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        out.printf("All stored %.1f s later.%n", (System.nanoTime() - begun) / 1e9);
    }

    private void archiveOnce(StackRun run, Path data) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Path log = data.resolve("logs").resolve("archiver-once.log");
        var environment = run.stack().environment().of(Service.ARCHIVER);
        environment.putAll(WITHOUT_WAITING);
        Process archiver = ServiceCommand.process(home, Service.ARCHIVER, List.of("once"), environment)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!archiver.waitFor(ARCHIVE_LIMIT.toSeconds(), TimeUnit.SECONDS) || archiver.exitValue() != 0) {
            archiver.destroyForcibly();
            throw new IllegalStateException("the archiver's run failed:\n" + Files.readString(log));
        }
        out.printf("Archived what is older than a day in %.1f s.%n", (System.nanoTime() - begun) / 1e9);
    }
}
