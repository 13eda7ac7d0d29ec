package dev.clacks.writer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.testkit.embedded.ChildProcess;
import dev.clacks.testkit.embedded.Ports;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The writer in a JVM of its own, as it runs in production: what SIGKILL leaves behind here, it leaves there. */
final class WriterProcess implements AutoCloseable {

    private static final List<String> FLAGS = List.of(
            "-Xmx144m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");
    private static final int ANSWERED_MILLIS = 30_000;
    private static final Path FOLDER = Path.of("target", "testkit").toAbsolutePath();

    /** What the process's answers are: a status and a text. */
    record Answer(int status, String text) {}

    private final ChildProcess child;
    private final int adminPort;

    private WriterProcess(ChildProcess child, int adminPort) {
        this.child = child;
        this.adminPort = adminPort;
    }

    /**
     * Starts one and does not wait.
     *
     * @param settings environment variables on top of those that name the pipeline's servers
     */
    static WriterProcess start(Pipeline pipeline, Map<String, String> settings) throws IOException {
        int adminPort = Ports.free();
        var environment = new HashMap<>(settings);
        environment.putIfAbsent("HOST", "127.0.0.1");
        environment.putIfAbsent("ADMIN_PORT", Integer.toString(adminPort));
        return new WriterProcess(launch(pipeline, environment, "writer-" + adminPort, List.of("server")), adminPort);
    }

    /**
     * Starts a JVM with the application's main class.
     *
     * @param settings environment variables on top of those that name the pipeline's servers
     * @param name of the file of its output
     */
    static ChildProcess launch(Pipeline pipeline, Map<String, String> settings, String name, List<String> arguments)
            throws IOException {
        Files.createDirectories(FOLDER);
        ChildProcess child = ChildProcess.start(
                command(arguments), environment(pipeline, settings), FOLDER, FOLDER.resolve(name + ".log"));
        child.endWithThisProcess();
        return child;
    }

    /** Settings on top of those that name the pipeline's servers. */
    static Map<String, String> environment(Pipeline pipeline, Map<String, String> settings) {
        var environment = new HashMap<String, String>(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS",
                pipeline.kafka.bootstrapServers(),
                "CLACKS_KAFKA_TOPICS_EVENTS",
                pipeline.kafka.topics().events(),
                "CLACKS_KAFKA_TOPICS_FAILED",
                pipeline.kafka.topics().failed(),
                "CLACKS_GROUP_ID",
                pipeline.group,
                "DATABASE_URL",
                pipeline.databaseUrl(),
                "CLACKS_WRITE_LINGER",
                "50ms"));
        environment.putAll(settings);
        return environment;
    }

    /** What starts a JVM with the application's main class. */
    static List<String> command(List<String> arguments) {
        var command = new java.util.ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), WriterApplication.class.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Waits until it is in the group and reaches the database. */
    WriterProcess awaitReady() {
        Await.until("the writer to be ready", () -> ask("/ready"), answer -> answer.status() == 200);
        return this;
    }

    /** Waits until it reads so many partitions. */
    WriterProcess awaitAssigned(int partitions) {
        Await.untilEqual("assigned partitions", (double) partitions, () -> metric("writer_partition_assigned"));
        return this;
    }

    Answer ask(String path) throws IOException {
        var connection = (HttpURLConnection)
                URI.create("http://127.0.0.1:" + adminPort + path).toURL().openConnection();
        connection.setConnectTimeout(ANSWERED_MILLIS);
        connection.setReadTimeout(ANSWERED_MILLIS);
        try {
            int status = connection.getResponseCode();
            @Nullable InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
            return new Answer(status, body == null ? "" : new String(body.readAllBytes(), UTF_8));
        } finally {
            connection.disconnect();
        }
    }

    /** The sum of the samples whose name and labels begin so; 0 where there is none. */
    double metric(String prefix) throws IOException {
        return ask("/metrics")
                .text()
                .lines()
                .filter(line -> line.startsWith(prefix))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    /** Whether it ever took a partition for one that people must look at, which it tries again after a minute. */
    boolean hasStoppedAPartition() {
        try {
            return Files.readString(child.log()).contains("is stopped, and tried again");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL; returns when it is gone. */
    void kill() {
        child.kill();
    }

    /** SIGSTOP: it stands still, and its connections stay open. */
    void freeze() throws IOException {
        child.signal("STOP");
    }

    /** SIGCONT: it goes on as if nothing had happened. */
    void thaw() throws IOException {
        child.signal("CONT");
    }

    ChildProcess child() {
        return child;
    }

    String log() throws IOException {
        return Files.readString(child.log());
    }

    @Override
    public void close() {
        child.kill();
    }
}
