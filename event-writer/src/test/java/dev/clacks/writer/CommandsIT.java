package dev.clacks.writer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.app.CommandErrors;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import dev.clacks.writer.command.DefaultVerb;
import dev.clacks.writer.replay.Job;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.util.JarLocation;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The commands, from their arguments to what they print, with the writer's rights alone. */
class CommandsIT {

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @TempDir
    Path folder;

    private Pipeline pipeline;
    private Path configuration;

    @BeforeEach
    void open() throws Exception {
        pipeline = new Pipeline(KAFKA, 2, POSTGRES.newDatabase());
        configuration = Files.writeString(folder.resolve("writer.yml"), """
                kafka: {bootstrapServers: "%s", topics: {events: "%s", failed: "%s", partitions: 2}}
                database: {url: "%s"}
                group: {id: "%s"}
                logging: {level: WARN, appenders: [{type: console, target: stderr}]}
                """.formatted(
                        KAFKA.bootstrapServers(),
                        pipeline.kafka.topics().events(),
                        pipeline.kafka.topics().failed(),
                        pipeline.database.libpqUrl(pipeline.database.login(DatabaseRole.WRITER)),
                        pipeline.group));
        pipeline.writer();
        pipeline.publish(0, 40);
        pipeline.door.publishRefused(1, pipeline.events.next().bytes(), "timestamp_out_of_range", "timestamp");
        pipeline.door.publishRefused(1, "{\"n\":1}".getBytes(UTF_8), "invalid_schema", "user_id");
        pipeline.awaitAllStored();
        Await.untilEqual("failed events", 2L, pipeline.stored::failed);
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    /** What a command prints that succeeds. */
    private String run(String... arguments) throws Exception {
        var all = new ArrayList<>(Arrays.asList(arguments));
        all.add(configuration.toString());
        PrintStream before = System.out;
        var printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, UTF_8));
            new WriterApplication().run(DefaultVerb.in(all.toArray(new String[0])));
        } finally {
            System.setOut(before);
        }
        return printed.toString(UTF_8);
    }

    /** What the process of a command that fails would end with. */
    private int exitCode(String... arguments) throws Exception {
        var all = new ArrayList<>(Arrays.asList(arguments));
        all.add(configuration.toString());
        var application = new WriterApplication();
        var bootstrap = new Bootstrap<>(application);
        application.initialize(bootstrap);
        var cli = new Cli(new JarLocation(WriterApplication.class), bootstrap, System.out, System.err);
        return cli.run(DefaultVerb.in(all.toArray(new String[0])))
                .map(CommandErrors::exitCode)
                .orElse(0);
    }

    @Test
    void progressAndPartitionsAreShown() throws Exception {
        String progress = run("progress");
        assertThat(progress.lines())
                .hasSize(5)
                .element(1)
                .asString()
                .contains(" 40 ")
                .doesNotContain("stopped");

        assertThat(run("partitions")).contains("events_r90", "partitions.failed_events_", "days ahead of today");
        assertThat(run("partitions", "ensure", "--days", "2", "--dry-run")).contains("missing: events_r365 ");
        // Two days more, so that nothing is missing when midnight passes before the next.
        assertThat(run("partitions", "ensure", "--days", "4")).contains("made partitions.events_r365_");
        assertThat(run("partitions", "ensure", "--days", "2")).isEqualToIgnoringNewLines("0 leaves were made");
        assertThat(audited()).isNotEmpty().containsOnly("partitions.ensure");
    }

    @Test
    void failedEventsAreListedShownReplayedAndGivenUp() throws Exception {
        for (String ofEvents : List.of("--since=1h", "--state=replayed", "--after=there")) {
            assertThat(exitCode("failed", "list", "--groups", ofEvents)).isEqualTo(2);
        }
        assertThat(run("failed", "list", "--groups", "--app", Door.APP))
                .contains("1 x door invalid_schema user_id", "{\"n\":0}");
        String list = run("failed", "list", "--code", "invalid_schema", "--since", "1h");
        assertThat(list.lines()).hasSize(1);
        assertThat(run("failed", "show", list.substring(0, list.indexOf(' ')))).isEqualTo("{\"n\":1}");
        String first = run("failed", "list", "--limit", "1");
        String[] shown = first.split(" +", 3);
        String place = shown[1] + "/" + shown[0];
        assertThat(first).contains("the next page: --after " + place);
        assertThat(run("failed", "list", "--limit", "5", "--after", place).lines())
                .hasSize(1);

        assertThat(run("replay", "failed", "--app", Door.APP, "--dry-run", "--rate", "100"))
                .contains("2 of 2 failed events", "2 found: 1 would be inserted", "1 failed", "  1 unsupported_schema");
        assertThat(run("replay", "failed", "--app", Door.APP)).contains("2 found: 1 inserted", "operations resume ");
        assertThat(run("failed", "discard", "--code", "invalid_schema", "--dry-run"))
                .contains("1 of 1 failed events", "1 discarded");
        assertThat(run("failed", "mark", "--as", "muted", "--code", "invalid_schema", "--dry-run"))
                .contains("1 groups of 1 failed events would be muted");
        assertThat(audited()).containsExactly("replay.failed", "replay.failed.done");
        assertThat(run("failed", "discard", "--code", "invalid_schema", "--yes", "--rate", "100"))
                .contains("1 discarded");
        assertThat(run("failed", "mark", "--as", "muted", "--code", "invalid_schema"))
                .contains("1 groups of 1 failed events are muted");
        assertThat(audited())
                .containsExactly(
                        "replay.failed", "replay.failed.done", "failed.discard", "failed.discard.done", "failed.mark");
        assertThat(pipeline.stored.texts("SELECT state FROM failure_groups WHERE code = 'invalid_schema'"))
                .containsExactly("muted");
        assertThat(run("operations")).contains("replay failed  done", "failed discard done");
        assertThat(
                        pipeline.stored.texts(
                                "SELECT DISTINCT coalesce(app_id, '-') || ' ' || split_part(action, '.', 2) FROM audit_log ORDER BY 1"))
                .containsExactly("- discard", "- mark", Door.APP + " failed");
        assertThat(pipeline.stored.texts(
                        "SELECT details #>> '{arguments,filter,app}' FROM audit_log WHERE action = 'replay.failed'"))
                .containsExactly(Door.APP);
        assertThat(pipeline.stored.texts("SELECT DISTINCT actor FROM audit_log"))
                .containsExactly("os:" + System.getProperty("user.name"));
    }

    @Test
    void standardOutputIsTheEventsBytesAndNothingElse() throws Exception {
        String list = run("failed", "list", "--code", "invalid_schema");
        var command = new ProcessBuilder(
                        WriterProcess.command(List.of("failed", "show", list.substring(0, list.indexOf(' ')))))
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        command.environment().putAll(WriterProcess.environment(pipeline, Map.of("LOG_LEVEL", "TRACE")));

        Process process = command.start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }

        assertThat(process.exitValue()).isZero();
        assertThat(Files.readString(folder.resolve("out"))).isEqualTo("{\"n\":1}");
        assertThat(Files.readString(folder.resolve("err"))).contains("DEBUG", "\"code\":\"invalid_schema\"");
    }

    @Test
    void skipsAndReplaysFromKafka() throws Exception {
        pipeline.stopWriters();
        pipeline.publish(0, 20);
        assertThat(exitCode("progress", "skip", "--topic", "clacks.evens", "--partition", "0", "--to", "50", "--yes"))
                .isEqualTo(2);
        assertThat(exitCode("replay", "kafka", "--topic", "clacks.evens", "--from", "1h", "--dry-run"))
                .isEqualTo(2);

        assertThat(run("progress", "skip", "--partition", "0", "--to", "50", "--dry-run"))
                .contains("from 40 to 50", "10 records in the log are left out");
        assertThat(pipeline.progress(0)).isEqualTo(40);
        assertThat(run("progress", "skip", "--partition", "0", "--to", "50", "--yes"))
                .contains("Done");
        assertThat(pipeline.progress(0)).isEqualTo(50);
        assertThat(run("replay", "kafka", "--partition", "0", "--from-offset", "40", "--rate", "0"))
                .contains("10 found: 10 inserted");
        assertThat(audited()).containsExactly("progress.skip", "replay.kafka", "replay.kafka.done");

        pipeline.writer();
        pipeline.awaitAllStored();
    }

    @Test
    void whatNobodyRunsAnyMoreIsCancelledAndResumed() throws Exception {
        String id;
        try (var operators = new Operators(pipeline);
                Job begun = operators.operator().begin(Operators.ACTOR, operators.all(), 100)) {
            id = begun.operation().id().toString();
        }
        // As if a later build had begun it.
        pipeline.stored.execute("UPDATE operations SET counts = '{\"found\":0,\"errors\":{},\"later\":1}'");
        assertThat(run("operations", "cancel", id)).contains("0 found");
        assertThat(run("operations")).contains(id + "  replay kafka   cancelled");
        assertThat(run("operations", "show", id))
                .contains(
                        id + "  replay kafka   cancelled",
                        "\"rate\":100",
                        "its beginning; 40 were meant",
                        "0 found: 0 ");
        assertThat(run("operations", "resume", id)).contains("40 found: 0 inserted, 40 already stored");
        assertThat(audited())
                .containsExactly("replay.kafka", "replay.kafka.cancelled", "replay.kafka.resumed", "replay.kafka.done");
    }

    /** What the audit log holds, the earliest first. */
    private List<String> audited() throws Exception {
        return pipeline.stored.texts("SELECT action FROM audit_log ORDER BY audit_id");
    }
}
