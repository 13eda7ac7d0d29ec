package dev.clacks.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.bench.client.Dialect;
import dev.clacks.bench.client.IngestClient;
import dev.clacks.bench.events.Batch;
import dev.clacks.bench.stack.RunningStack;
import dev.clacks.standalone.ClacksProgram.Finished;
import dev.clacks.testkit.embedded.ChildProcess;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.events.TestEvents;
import dev.clacks.testkit.time.Await;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A data folder over several runs, however they end. */
class RestartIT {

    @Test
    void a_restart_keeps_credentials_and_data() throws Exception {
        Path data = ClacksProgram.newFolder("restart");
        RunningStack first;
        List<ProcessHandle> children;
        try (Pipeline pipeline = Pipeline.start(data)) {
            first = pipeline.stack();
            children = pipeline.children();
            send(pipeline);
            Await.untilEqual("stored events", 10L, () -> pipeline.number("SELECT count(*) FROM events"));
        }
        assertThat(children).allMatch(ChildProcess::isGone);
        assertThat(data.resolve("clacks.json")).doesNotExist();

        try (Pipeline pipeline = Pipeline.start(data)) {
            RunningStack second = pipeline.stack();
            assertThat(List.of(second.orgUuid(), second.appUuid(), second.apiToken(), second.hmacSecret()))
                    .isEqualTo(List.of(first.orgUuid(), first.appUuid(), first.apiToken(), first.hmacSecret()));
            assertThat(pipeline.number("SELECT count(*) FROM events")).isEqualTo(10);
            send(pipeline);
            Await.untilEqual("stored events", 20L, () -> pipeline.number("SELECT count(*) FROM events"));
        }
    }

    @Test
    void what_a_killed_run_left_is_ended_by_the_next() throws Exception {
        Path data = ClacksProgram.newFolder("killed");
        Pipeline killed = Pipeline.start(data);
        List<ProcessHandle> left = killed.children();
        send(killed);
        killed.kill();
        assertThat(left).allMatch(ProcessHandle::isAlive);

        try (Pipeline next = Pipeline.start(data)) {
            assertThat(next.output()).contains("Ended what a killed run left");
            assertThat(left).allMatch(ChildProcess::isGone);
            Await.untilEqual("stored events", 10L, () -> next.number("SELECT count(*) FROM events"));
        }
    }

    @Test
    void two_runs_on_one_folder_are_refused_and_two_on_two_folders_are_not() throws Exception {
        Path data = ClacksProgram.newFolder("two");
        try (Pipeline first = Pipeline.start(data)) {
            Finished second = ClacksProgram.run("up", "--data", data.toString(), "--port", "14001");
            assertThat(second.code()).isEqualTo(2);
            assertThat(second.output()).contains("another ./clacks up").doesNotContain("\tat ");

            String port = first.stack().ingestUrl().replaceAll(".*:", "");
            Finished samePort = ClacksProgram.run(
                    "up", "--data", ClacksProgram.newFolder("port").toString(), "--port", port);
            assertThat(samePort.code()).isEqualTo(2);
            assertThat(samePort.output()).contains("port " + port).contains("--port");

            try (Pipeline other = Pipeline.start(ClacksProgram.newFolder("other"))) {
                send(other);
            }
        }
    }

    @Test
    void fresh_begins_anew() throws Exception {
        Path data = ClacksProgram.newFolder("fresh");
        String secret;
        try (Pipeline pipeline = Pipeline.start(data)) {
            secret = pipeline.stack().hmacSecret();
            send(pipeline);
        }
        try (Pipeline pipeline = Pipeline.start(data, "--fresh")) {
            assertThat(pipeline.stack().hmacSecret()).isNotEqualTo(secret);
            assertThat(pipeline.number("SELECT count(*) FROM events")).isZero();
        }
    }

    /** Ten events, the same ones again where the first answer is no acknowledgement. */
    private static void send(Pipeline pipeline) {
        Batch batch = Batch.of(TestEvents.fresh(InstantSource.system()).next(10).stream()
                .map(TestEvent::bytes)
                .toList());
        try (var client = new IngestClient(pipeline.stack().sdkTarget(), Dialect.SDK, InstantSource.system())) {
            assertThat(Patiently.send(client, batch)).isEqualTo(200);
        }
    }
}
