package dev.clacks.testkit.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.time.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a killed run leaves running: nothing. */
class LeftoversIT {
    private static final List<String> SLEEP = List.of("sleep", "600");

    @TempDir
    Path folder;

    @Test
    void aChildEndsWithItsJvmThoughThatIsKilled() throws Exception {
        Path note = folder.resolve("child.pid");
        ChildProcess jvm = ChildProcess.start(
                JavaCommand.of(
                        List.of(),
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        note.toString(),
                        folder.toString()),
                Map.of(),
                folder,
                folder.resolve("jvm.log"));
        String pid = Await.until("the child's pid", () -> Files.readString(note).strip(), text -> !text.isEmpty());
        ProcessHandle child = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        assertThat(child.isAlive()).isTrue();

        jvm.handle().destroyForcibly();

        Await.untilTrue("the child's end", () -> ChildProcess.isGone(child));
    }

    @Test
    void aChildThatEndedLeavesNobodyToWatchIt() throws Exception {
        List<ProcessHandle> before = ProcessHandle.current().children().toList();
        ChildProcess child = ChildProcess.start(SLEEP, Map.of(), folder, folder.resolve("sleep.log"));
        child.endWithThisProcess();
        List<ProcessHandle> both = ProcessHandle.current()
                .children()
                .filter(process -> !before.contains(process))
                .toList();
        assertThat(both).hasSize(2);

        child.kill();

        Await.untilTrue("their end", () -> both.stream().allMatch(ChildProcess::isGone));
    }

    @Test
    void aLeftoverIsKilledByPidAndStartAndNobodyElseIs() throws Exception {
        ChildProcess child = ChildProcess.start(SLEEP, Map.of(), folder, folder.resolve("sleep.log"));

        assertThat(ChildProcess.killLeftover(child.pid(), Instant.EPOCH)).isFalse();
        assertThat(child.isAlive()).isTrue();
        assertThat(ChildProcess.killLeftover(child.pid(), child.startedAt())).isTrue();

        assertThat(child.awaitExit(Duration.ofMinutes(1))).isTrue();
        assertThat(ChildProcess.killLeftover(child.pid(), child.startedAt())).isFalse();
    }

    @Test
    void oneThatIgnoresTheSignalIsKilledAfterTheLimit() throws Exception {
        Path ready = folder.resolve("ready");
        ChildProcess stubborn = ChildProcess.start(stubborn(ready), Map.of(), folder, folder.resolve("sh.log"));
        Await.untilTrue("the trap", () -> Files.exists(ready));

        assertThat(stubborn.stop("TERM", Duration.ofMillis(200))).isFalse();

        assertThat(stubborn.isAlive()).isFalse();
    }

    @Test
    void whoKillsDoesNotWaitForWhoStops() throws Exception {
        Path ready = folder.resolve("ready");
        var server = new Supervised("sh", folder.resolve("sh.log"), "TERM", Duration.ofHours(1));
        server.endWithThisProcess();
        server.start(stubborn(ready), Map.of(), folder);
        Await.untilTrue("the trap", () -> Files.exists(ready));
        Thread stops = Thread.ofPlatform().daemon().start(server::stop);
        Await.untilEqual("the stop to wait", Thread.State.TIMED_WAITING, stops::getState);

        Thread kills = Thread.ofPlatform().daemon().start(server::kill);

        assertThat(kills.join(Await.LIMIT)).as("killed").isTrue();
        assertThat(stops.join(Await.LIMIT)).as("stopped").isTrue();
        assertThat(server.process().isAlive()).isFalse();
    }

    /** A command that ignores SIGTERM; it makes a file when it does. */
    private static List<String> stubborn(Path ready) {
        return List.of("sh", "-c", "trap '' TERM; touch " + ready + "; while :; do sleep 1; done");
    }

    /** A JVM with one child, which waits to be killed. */
    static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            Path note = Path.of(arguments[0]);
            ChildProcess child =
                    ChildProcess.start(SLEEP, Map.of(), Path.of(arguments[1]), note.resolveSibling("child.log"));
            child.endWithThisProcess();
            Files.writeString(note, Long.toString(child.pid()));
            child.awaitExit(Duration.ofMinutes(5));
        }
    }
}
