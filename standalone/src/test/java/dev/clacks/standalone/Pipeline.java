package dev.clacks.standalone;

import dev.clacks.bench.stack.RunningStack;
import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.standalone.stack.ServicePorts;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A running {@code ./clacks up} on a folder, seen from outside. */
final class Pipeline implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofMinutes(6);
    private static final int WRITERS = 2;

    private final Path data;
    private final Path output;
    private final Process process;

    private Pipeline(Path data, Path output, Process process) {
        this.data = data;
        this.output = output;
        this.process = process;
    }

    /** Starts one and waits until it says that it is ready. */
    static Pipeline start(Path data, String... further) throws IOException {
        return start(data, Map.of(), further);
    }

    /** The same, its services with these environment variables too. */
    static Pipeline start(Path data, Map<String, String> environment, String... further) throws IOException {
        ClacksProgram.train();
        List<String> arguments = new ArrayList<>(List.of("up", "--data", data.toString()));
        arguments.addAll(
                List.of("--port", Integer.toString(ServicePorts.free(WRITERS).door())));
        arguments.addAll(List.of("--writers", Integer.toString(WRITERS)));
        arguments.addAll(List.of(further));
        Path output = Files.createTempFile(data.getParent(), data.getFileName() + "-", ".out");
        ProcessBuilder builder = ClacksProgram.builder(ClacksProgram.home().resolve("clacks"), arguments)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        var pipeline = new Pipeline(data, output, process);
        try {
            Await.until("the pipeline on " + data.getFileName(), READY_LIMIT, pipeline::state, "ready"::equals);
        } catch (AssertionError e) {
            pipeline.close();
            throw new AssertionError(e.getMessage() + "\n" + pipeline.output(), e);
        }
        return pipeline;
    }

    private String state() throws IOException {
        if (output().contains("Ctrl-C stops it")) {
            return "ready";
        }
        if (!process.isAlive()) {
            throw new AssertionError("./clacks up ended with code " + process.exitValue());
        }
        return "not ready";
    }

    Path data() {
        return data;
    }

    /** What it has printed so far. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** The lines with one of these words in the logs of all processes of a service. */
    List<String> logLines(String service, String... words) throws IOException {
        var lines = new ArrayList<String>();
        try (DirectoryStream<Path> logs = Files.newDirectoryStream(data.resolve("logs"), service + "*.log")) {
            for (Path log : logs) {
                try (Stream<String> all = Files.lines(log)) {
                    all.filter(line -> Stream.of(words).anyMatch(line::contains))
                            .forEach(line -> lines.add(log.getFileName() + ": " + line));
                }
            }
        }
        return lines;
    }

    RunningStack stack() {
        return RunningStack.read(data);
    }

    /** All its child processes. */
    List<ProcessHandle> children() {
        return stack().processes().values().stream()
                .flatMap(List::stream)
                .map(pid -> ProcessHandle.of(pid).orElseThrow())
                .toList();
    }

    Connection database() throws SQLException {
        DatabaseUrl url = DatabaseUrl.parse(stack().postgresUrl());
        return DriverManager.getConnection(url.jdbcUrl(), url.credentials());
    }

    /** The one number that a query returns. */
    long number(String sql, Object... values) throws SQLException {
        try (Connection connection = database();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** Ends it with SIGTERM and waits for its end. */
    void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            throw new AssertionError("./clacks up did not end after SIGTERM");
        }
    }

    /** Ends it, and it alone, with SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        try {
            terminate();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // Nobody, where it has ended; else nothing of it may go on beside the tests that follow.
            List<ProcessHandle> left = process.descendants().toList();
            process.destroyForcibly();
            left.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
