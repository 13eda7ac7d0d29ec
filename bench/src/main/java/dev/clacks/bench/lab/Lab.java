package dev.clacks.bench.lab;

import dev.clacks.bench.stack.Service;
import dev.clacks.bench.stack.ServiceProcess;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.common.kafka.TopicSetup;
import dev.clacks.common.kafka.Topics;
import dev.clacks.testkit.embedded.ClacksHome;
import dev.clacks.testkit.embedded.EmbeddedKafka;
import dev.clacks.testkit.embedded.EmbeddedPostgres;
import dev.clacks.testkit.embedded.EmbeddedServer;
import dev.clacks.testkit.embedded.FileTree;
import dev.clacks.testkit.embedded.Ports;
import dev.clacks.testkit.embedded.PostgresLogin;
import dev.clacks.testkit.embedded.Schema;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * Kafka and PostgreSQL with the real schema, durable, for one measurement; all of it is gone at the end, however this
 * process ends, but for the folder after a kill. For one thread.
 */
public final class Lab implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final int LAST_LINES = 30;
    private static final String DATABASE = "clacks";
    /** Listens on loopback only, and its data is made up. */
    private static final String PASSWORD = "bench-of-clacks";

    private final ClacksHome home = ClacksHome.find();
    private final Path folder;
    private final EmbeddedKafka kafka;
    private final EmbeddedPostgres postgres;
    private final List<ServiceProcess> writers = new ArrayList<>();
    private boolean serving;

    /**
     * Starts both servers.
     *
     * @param parent where the folder of the measurement is made
     * @param settings of {@code postgresql.conf}
     */
    public Lab(Path parent, Map<String, String> settings) throws IOException, SQLException {
        this.folder = Files.createTempDirectory(Files.createDirectories(parent), "clacks-bench-");
        this.kafka = new EmbeddedKafka(home, folder.resolve("kafka"), folder.resolve("kafka.log"), 0);
        this.postgres = new EmbeddedPostgres(
                home,
                folder.resolve("postgres"),
                folder.resolve("postgres.log"),
                0,
                new PostgresLogin("postgres", PASSWORD),
                settings);
        try {
            for (var server : List.of(kafka, postgres)) {
                server.endWithThisProcess();
                server.start();
            }
            postgres.awaitReady(START_LIMIT);
            Schema.create(postgres, DATABASE);
            kafka.awaitReady(START_LIMIT);
            serving = true;
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** A connection that may do everything. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(
                postgres.jdbcUrl(DATABASE),
                postgres.superuser().user(),
                postgres.superuser().password());
    }

    /** Kafka with topics of these names' own, which are made. */
    public KafkaSettings topics(String name, int partitions) throws Exception {
        var topics = new Topics(name, name + ".failed", partitions, (short) 1, 1);
        KafkaSettings settings = KafkaSettings.at(kafka.bootstrapServers()).withTopics(topics);
        try (Admin admin = KafkaClients.impatientAdmin(settings)) {
            new TopicSetup(admin, topics).create();
        }
        return settings;
    }

    /** CPU time that the broker has used, in nanoseconds. */
    public long kafkaNanos() {
        return CpuTime.ofProcess(kafka.process().pid());
    }

    /** CPU time that PostgreSQL's processes which run now have used, in nanoseconds. */
    public long postgresNanos() {
        ProcessHandle server = postgres.process().handle();
        return Stream.concat(Stream.of(server), server.descendants())
                .mapToLong(ProcessHandle::pid)
                .map(CpuTime::ofProcess)
                .sum();
    }

    /** A login with a writer's rights. */
    public void createLogin(String login) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE " + login + " LOGIN PASSWORD '" + PASSWORD + "' IN ROLE clacks_writer");
        }
    }

    /** The database's address for such a login, as the writer takes it. */
    public String databaseUrl(String login) {
        return postgres.psqlUrl(DATABASE).replace("//postgres:", "//" + login + ":");
    }

    /**
     * Starts a process of the event-writer, with the flags that {@code ./clacks up} gives it, and waits until it owns
     * partitions. Those on the same topics share a group.
     *
     * @param login from {@link #createLogin}: tells its backends from others'
     * @param settings such as {@code CLACKS_WRITE_LINGER}
     */
    public ServiceProcess startWriter(String login, KafkaSettings on, Map<String, String> settings) {
        int port = Ports.free();
        var environment = new TreeMap<>(settings);
        environment.put("DATABASE_URL", databaseUrl(login));
        environment.put("KAFKA_BOOTSTRAP_SERVERS", on.bootstrapServers());
        environment.put("CLACKS_KAFKA_TOPICS_EVENTS", on.topics().events());
        environment.put("CLACKS_KAFKA_TOPICS_FAILED", on.topics().failed());
        environment.put("CLACKS_GROUP_ID", on.topics().events());
        environment.put("HOST", "127.0.0.1");
        environment.put("ADMIN_PORT", Integer.toString(port));
        String name = "event-writer-" + (writers.size() + 1);
        var writer = new ServiceProcess(
                name,
                Service.EVENT_WRITER.command(home.directory(), List.of("server")),
                environment,
                URI.create("http://127.0.0.1:" + port),
                folder,
                folder.resolve(name + ".log"));
        writer.endWithThisProcess();
        writer.start();
        writers.add(writer);
        writer.awaitReady(START_LIMIT);
        return writer;
    }

    /** Their logs go with the folder. */
    private void tellOfTheDead() throws IOException {
        for (EmbeddedServer server : List.of(kafka, postgres)) {
            if (!server.process().isAlive()) {
                List<String> log = Files.readAllLines(server.process().log());
                System.err.printf(
                        "%s has ended by itself, exit code %d; its last lines:%n%s%n",
                        server.name(),
                        server.process().exitCode(),
                        String.join(
                                System.lineSeparator(), log.subList(Math.max(0, log.size() - LAST_LINES), log.size())));
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (serving) {
            tellOfTheDead();
        }
        writers.forEach(ServiceProcess::kill);
        kafka.kill();
        postgres.kill();
        FileTree.delete(folder);
    }
}
