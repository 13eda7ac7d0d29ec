package dev.clacks.testkit.embedded;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka broker with its controller (KRaft) in a JVM of its own, on 127.0.0.1 only, with topics never made by themselves
 * and the short group timeouts of {@link BrokerSettings}.
 *
 * <p>What one broker promises: an acknowledged record survives the death of any process, the broker's own by SIGKILL
 * included, since it is in the page cache by then. It does not survive the death of the host, since Kafka answers before
 * the disk does and there is no second replica. Forcing a flush for each message would only hide that, at a tenth of the speed.
 */
public final class EmbeddedKafka implements EmbeddedServer {
    private static final Duration FORMAT_LIMIT = Duration.ofMinutes(1);
    private static final Duration TRAINING_LIMIT = Duration.ofMinutes(2);
    private static final String MODULE = "embedded-kafka";
    private static final int PROBE_MILLIS = 2_000;

    /** A heap of 256 MB serves 24 partitions and some thousand requests a second; it keeps its data in the page cache. */
    private static final List<String> FLAGS = List.of(
            "-Xms64m",
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:MaxDirectMemorySize=128m",
            "-Xss512k",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.awt.headless=true",
            // Kafka unmaps its files in a way that the JDK warns of.
            "--sun-misc-unsafe-memory-access=allow",
            "-Dkafka.logs.dir=.");

    private final ClacksHome home;
    private final Path data;
    private final int port;
    private final int controllerPort;
    private final @Nullable ProxiedListener proxied;
    private final Supervised supervised;

    /**
     * A broker that is not started yet.
     *
     * @param data its directory, made where missing, this broker's alone
     * @param log where it logs
     * @param port where it listens; 0 for the port that this directory's broker used last, or a free one
     */
    public EmbeddedKafka(ClacksHome home, Path data, Path log, int port) {
        this(home, data, log, port, null);
    }

    /** The same with a second listener, for clients that come through a proxy. */
    public EmbeddedKafka(ClacksHome home, Path data, Path log, int port, @Nullable ProxiedListener proxied) {
        this.home = home;
        this.proxied = proxied;
        this.data = data.toAbsolutePath();
        this.supervised = new Supervised("Kafka", log, "TERM");
        RememberedPorts ports = new RememberedPorts(this.data);
        this.port = ports.choose("kafka", port);
        this.controllerPort = ports.choose("controller", 0);
    }

    /** What clients are given: host and port. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    @Override
    public String name() {
        return "kafka";
    }

    @Override
    public void start() {
        start(home.aotCache(MODULE).flags());
    }

    /**
     * Makes the ahead-of-time cache that later brokers start from: runs one in a temporary folder until it answers.
     *
     * @throws ServerStartException when it does not come up
     */
    public static void train(ClacksHome home) throws IOException {
        AotCache cache = home.aotCache(MODULE);
        Path folder = Files.createTempDirectory("clacks-kafka-");
        var broker = new EmbeddedKafka(home, folder, folder.resolve("kafka.log"), 0);
        try {
            broker.start(cache.trainingFlags());
            broker.awaitReady(TRAINING_LIMIT);
            if (broker.process().stop("TERM", TRAINING_LIMIT)) {
                cache.accept();
            }
        } finally {
            broker.kill();
            cache.discard();
            FileTree.delete(folder);
        }
    }

    private void start(List<String> cacheFlags) {
        supervised.refuseWhenRunning();
        String classPath = home.classPath(MODULE);
        try {
            Path properties = writeProperties();
            Path logging = Resources.copy("kafka-log4j2.xml", data);
            List<String> flags = new ArrayList<>(FLAGS);
            flags.addAll(cacheFlags);
            flags.add("-Dlog4j2.configurationFile=" + logging);
            if (!Files.exists(logs().resolve("meta.properties"))) {
                format(classPath, properties, logging);
            }
            supervised.start(JavaCommand.of(flags, classPath, "kafka.Kafka", properties.toString()), Map.of(), data);
        } catch (IOException e) {
            throw new ServerStartException("Cannot prepare Kafka in " + data + ": " + e, e);
        }
    }

    /** Lays out the log directory. Killed half-way it is done again: its last step writes the file that says it is done. */
    private void format(String classPath, Path properties, Path logging) throws IOException {
        List<String> command = JavaCommand.of(
                List.of(
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dlog4j2.configurationFile=" + logging),
                classPath,
                "kafka.tools.StorageTool",
                "format",
                "--ignore-formatted",
                "--cluster-id",
                Uuid.randomUuid().toString(),
                "--config",
                properties.toString());
        ChildProcess format = ChildProcess.start(command, Map.of(), data, supervised.log());
        if (!format.awaitExit(FORMAT_LIMIT)) {
            format.kill();
            throw new ServerStartException("Formatting Kafka's storage took more than " + FORMAT_LIMIT.toSeconds()
                    + " s. Its log: " + supervised.log());
        }
        if (format.exitCode() != 0) {
            throw new ServerStartException("Formatting Kafka's storage failed with code " + format.exitCode()
                    + ". Its log: " + supervised.log());
        }
    }

    private Path writeProperties() throws IOException {
        Properties properties = new Properties();
        properties.putAll(KafkaProperties.of(logs(), port, controllerPort, proxied));
        Path file = data.resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, "written at every start");
        }
        return file;
    }

    private Path logs() {
        return data.resolve("log");
    }

    /** Waits until the broker has registered with its controller and answers an administrative request. */
    @Override
    public void awaitReady(Duration limit) {
        supervised.awaitReady(limit, () -> Ports.answers(port) && answersRequests());
    }

    private boolean answersRequests() throws InterruptedException, ExecutionException {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers(),
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PROBE_MILLIS,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PROBE_MILLIS);
        try (Admin admin = Admin.create(settings)) {
            return !admin.describeCluster()
                    .nodes()
                    .get(PROBE_MILLIS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Override
    public Supervised supervised() {
        return supervised;
    }
}
