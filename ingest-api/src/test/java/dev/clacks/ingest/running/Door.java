package dev.clacks.ingest.running;

import static java.util.Objects.requireNonNull;

import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.events.TestEvents;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.junit.TestDatabase;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A running door for a test class, with topics and a database of its own and two tenants that it knows. Register it as a
 * static field.
 */
public final class Door implements BeforeAllCallback, AfterAllCallback {

    private final KafkaExtension kafka = new KafkaExtension();
    private final PostgresExtension postgres = new PostgresExtension();
    private final InstantSource clock;
    private final UnaryOperator<String> yaml;
    private final TestEvents events;
    private final Tenant tenant = Tenant.fresh("one");
    private final Tenant other = Tenant.fresh("two");
    private @Nullable RunningDoor running;
    private @Nullable Tape accepted;
    private @Nullable Tape failed;

    /** A door with all defaults. */
    public Door() {
        this(InstantSource.system(), "");
    }

    /** @param settings further YAML, such as {@code limits: {bodyTimeout: 2s}} */
    public Door(InstantSource clock, String settings) {
        this(clock, yaml -> yaml + settings);
    }

    /** @param yaml changes what a door needs to know */
    public Door(InstantSource clock, UnaryOperator<String> yaml) {
        this.clock = clock;
        this.yaml = yaml;
        this.events = TestEvents.fresh(clock);
    }

    public RunningDoor running() {
        return requireNonNull(running, "Register the door as a static field");
    }

    public Tenant tenant() {
        return tenant;
    }

    /** Another tenant, in an organisation of its own. */
    public Tenant other() {
        return other;
    }

    public Tenants tenants() {
        return new Tenants(database());
    }

    /** Where the door finds Kafka, and its topics. */
    public KafkaSettings kafkaSettings() {
        return KafkaSettings.at(kafka.bootstrapServers()).withTopics(kafka.topics());
    }

    public TestDatabase database() {
        return postgres.database();
    }

    /** Where its records go. */
    public KafkaExtension kafka() {
        return kafka;
    }

    /** What is in the topic of accepted events. */
    public Tape accepted() {
        return requireNonNull(accepted);
    }

    /** What is in the quarantine topic. */
    public Tape failed() {
        return requireNonNull(failed);
    }

    /** Fresh valid events. */
    public List<TestEvent> events(int count) {
        return events.next(count);
    }

    public TestEvent event() {
        return events.next();
    }

    /** A call with fresh valid events, in the SDK's dialect. */
    public Call fresh(int count) {
        return fresh(Dialect.SDK, count);
    }

    public Call fresh(Dialect dialect, int count) {
        return call(dialect, TestEvent.batch(events(count)));
    }

    public Call call(Dialect dialect, byte[] body) {
        return running().call(tenant, dialect, body);
    }

    public Reply send(Call call) throws IOException {
        return running().send(call);
    }

    public Wire wire() throws IOException {
        return Wire.to(running().port());
    }

    /** The current value of a metric, named with its labels as Prometheus' text has it; 0 where it is not there yet. */
    public double metric(String name) throws IOException {
        return running().metric(name);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        kafka.beforeAll(context);
        postgres.beforeAll(context);
        tenants().store(tenant);
        tenants().store(other);
        KafkaSettings settingsOfKafka = kafkaSettings();
        accepted = new Tape(settingsOfKafka, kafka.topics().events());
        failed = new Tape(settingsOfKafka, kafka.topics().failed());
        running = another(yaml);
    }

    /**
     * Another door on the same servers, for a test that spoils it; whoever asks for it closes it.
     *
     * @param change makes what it needs to know into its configuration
     */
    public RunningDoor another(UnaryOperator<String> change) {
        TestDatabase database = database();
        RunningDoor started = RunningDoor.start(
                change.apply(yaml(kafkaSettings(), database.libpqUrl(database.login(DatabaseRole.API)))), clock);
        Await.untilTrue("the door to be ready", () -> started.getAdmin("/ready").status() == 200);
        return started;
    }

    /** The door's connector, in place of the one it makes from its port, with a limit of its own to a connection's silence. */
    public static UnaryOperator<String> idleTimeout(String limit) {
        return yaml -> yaml.replace(
                "  port: 0\n",
                "  applicationConnectors: [{type: http, bindHost: 127.0.0.1, port: 0, idleTimeout: " + limit + "}]\n");
    }

    /** What a door needs to know; it waits for a new producer's metadata as long as its answer may take, or nearly. */
    public static String yaml(KafkaSettings kafka, String databaseUrl) {
        return """
                server:
                  type: door
                  bindHost: 127.0.0.1
                  port: 0
                  adminPort: 0
                  drainPeriod: 0s
                  shutdownGracePeriod: 1m
                  requestLog: {appenders: []}
                kafka:
                  bootstrapServers: %s
                  topics: {events: %s, failed: %s}
                publisher: {maxBlock: 7s}
                database: {url: "%s"}
                """.formatted(
                        kafka.bootstrapServers(),
                        kafka.topics().events(),
                        kafka.topics().failed(),
                        databaseUrl);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        try (var _ = running;
                var _ = accepted;
                var _ = failed) {
            // closes each, in reverse order
        }
        postgres.afterAll(context);
        kafka.afterAll(context);
    }
}
