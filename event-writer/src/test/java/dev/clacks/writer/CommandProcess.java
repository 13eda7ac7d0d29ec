package dev.clacks.writer;

import dev.clacks.testkit.embedded.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A command of the writer in a JVM of its own, as operators run it. */
final class CommandProcess implements AutoCloseable {

    private final ChildProcess child;

    private CommandProcess(ChildProcess child) {
        this.child = child;
    }

    /**
     * Starts one and does not wait.
     *
     * @param settings environment variables on top of those that name the pipeline's servers
     */
    static CommandProcess start(Pipeline pipeline, Map<String, String> settings, String... arguments)
            throws IOException {
        return new CommandProcess(
                WriterProcess.launch(pipeline, settings, "command-" + UUID.randomUUID(), List.of(arguments)));
    }

    /** SIGKILL; returns when it is gone. */
    void kill() {
        child.kill();
    }

    /** Waits for its end; 128 and the signal's number where a signal ended it. */
    int awaitExit() {
        if (!child.awaitExit(Duration.ofMinutes(3))) {
            throw new AssertionError("the command still runs; its output is in " + child.log());
        }
        return child.exitCode();
    }

    /** What it has printed so far, errors included. */
    String printed() throws IOException {
        return Files.readString(child.log());
    }

    @Override
    public void close() {
        child.kill();
    }
}
