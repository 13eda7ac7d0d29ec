package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.common.kafka.TopicSetup;
import dev.clacks.common.kafka.Topics;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.events.TestEvents;
import dev.clacks.testkit.fault.FaultProxy;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.TestDatabase;
import dev.clacks.testkit.time.Await;
import dev.clacks.writer.config.DatabaseSettings;
import dev.clacks.writer.config.GroupSettings;
import dev.clacks.writer.config.WriteSettings;
import dev.clacks.writer.consume.Clocks;
import java.io.IOException;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;

/**
 * What a test of the whole writer needs: a front door, a database that only the writer's role may change, reached through a
 * proxy that can break, topics and a group. Each test has its own.
 */
final class Pipeline implements AutoCloseable {

    /** As long as a consumer's own patience usually is: far longer than a writer may get no turn on a busy machine. */
    private static final String PATIENCE_MILLIS = "45000";

    final KafkaSettings kafka;
    final TestDatabase database;
    final Stored stored;
    final FaultProxy proxy;
    final Door door;
    final String group;
    final TestEvents events;
    private final Admin admin;
    private final List<RunningWriter> writers = new ArrayList<>();
    private final List<WriterProcess> processes = new ArrayList<>();

    Pipeline(KafkaExtension broker, int partitions, TestDatabase database) throws Exception {
        this(broker.bootstrapServers(), broker.admin(), partitions, database);
    }

    /** The same on a broker that the test started itself. */
    Pipeline(String bootstrapServers, Admin admin, int partitions, TestDatabase database) throws Exception {
        this.admin = admin;
        String suffix = "-" + UUID.randomUUID();
        var topics = new Topics(Topics.EVENTS + suffix, Topics.FAILED + suffix, partitions, (short) 1, 1);
        this.kafka = KafkaSettings.at(bootstrapServers).withTopics(topics);
        new TopicSetup(admin, topics).create();
        this.database = database;
        this.stored = Stored.in(database);
        this.proxy = FaultProxy.to(database.port());
        this.door = new Door(kafka);
        this.group = "test-" + UUID.randomUUID();
        this.events = TestEvents.fresh(InstantSource.system());
        alterPatience(AlterConfigOp.OpType.SET);
    }

    /**
     * The same with a broker that gives up a silent writer after {@link dev.clacks.testkit.embedded.BrokerSettings}' few
     * seconds: for tests that kill, freeze or silence one.
     */
    Pipeline impatient() throws Exception {
        alterPatience(AlterConfigOp.OpType.DELETE);
        return this;
    }

    private void alterPatience(AlterConfigOp.OpType how) throws Exception {
        var timeout = new ConfigEntry("consumer.session.timeout.ms", PATIENCE_MILLIS);
        admin.incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.GROUP, group), List.of(new AlterConfigOp(timeout, how))))
                .all()
                .get();
    }

    /** The address of the database by way of the proxy, for the writer's role. */
    String databaseUrl() {
        var login = database.login(DatabaseRole.WRITER);
        return "postgresql://" + login.user() + ":" + login.password() + "@127.0.0.1:" + proxy.port() + "/"
                + database.name();
    }

    /** Another writer; ended with the test. */
    RunningWriter writer() {
        return writer(RunningWriter.write(500, 50));
    }

    RunningWriter writer(WriteSettings write) {
        return writer(write, true);
    }

    RunningWriter writer(WriteSettings write, boolean synchronousCommit) {
        var writer = RunningWriter.start(
                kafka, new DatabaseSettings(databaseUrl(), synchronousCommit), RunningWriter.group(group), write);
        writers.add(writer);
        return writer;
    }

    /** Another writer, with something between it and its client for administration; ended with the test. */
    RunningWriter writer(UnaryOperator<Admin> between) {
        var writer = RunningWriter.start(
                kafka,
                new DatabaseSettings(databaseUrl(), true),
                RunningWriter.group(group),
                RunningWriter.write(500, 50),
                between);
        writers.add(writer);
        return writer;
    }

    /** Another writer, by these clocks; ended with the test. */
    RunningWriter writer(Clocks clocks) {
        var writer = RunningWriter.start(
                kafka,
                new DatabaseSettings(databaseUrl(), true),
                RunningWriter.group(group),
                RunningWriter.write(500, 50),
                UnaryOperator.identity(),
                clocks);
        writers.add(writer);
        return writer;
    }

    /** Another writer, with these settings; ended with the test. */
    RunningWriter writer(GroupSettings groupSettings, WriteSettings write) {
        var writer = RunningWriter.start(kafka, new DatabaseSettings(databaseUrl(), true), groupSettings, write);
        writers.add(writer);
        return writer;
    }

    /** Another writer in a JVM of its own; killed with the test where it still runs. */
    WriterProcess process(Map<String, String> settings) throws IOException {
        var process = WriterProcess.start(this, settings);
        processes.add(process);
        return process;
    }

    List<TestEvent> publish(int partition, int count) {
        List<TestEvent> published = events.next(count);
        door.publish(partition, published);
        return published;
    }

    /** A partition of the topic of events. */
    TopicPartition events(int partition) {
        return new TopicPartition(kafka.topics().events(), partition);
    }

    /** Waits until all that the door published is stored, once, and counted, and asks the ledger. */
    void awaitAllStored() throws Exception {
        Await.untilEqual("rows", (long) door.ledger().size(), stored::events);
        stored.verify(door.ledger()).assertHolds();
        // what the longest waits would hide
        assertThat(processes)
                .as("writers that gave up on a partition for a minute")
                .noneMatch(WriterProcess::hasStoppedAPartition);
    }

    long progress(int partition) throws Exception {
        return stored.number(
                "SELECT coalesce(max(next_offset), -1) FROM writer_progress WHERE topic = ? AND partition = ?",
                kafka.topics().events(),
                partition);
    }

    /** How far the topic of events is stored, over all its partitions. */
    long progress() throws Exception {
        return stored.number(
                "SELECT coalesce(sum(next_offset), 0) FROM writer_progress WHERE topic = ?",
                kafka.topics().events());
    }

    /** Waits until the group's committed offset in a partition of events is this. */
    void awaitCommitted(int partition, long offset) {
        Await.untilEqual("the committed offset", offset, () -> committed().getOrDefault(partition, -1L));
    }

    /** The group's committed offsets in the topic of events, added up. */
    long committedOffsets() throws Exception {
        return committed().values().stream().mapToLong(Long::longValue).sum();
    }

    /** The group's committed offsets in the topic of events, by partition. */
    Map<Integer, Long> committed() throws Exception {
        var committed = new HashMap<Integer, Long>();
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get()
                .forEach((partition, offset) -> {
                    if (offset != null
                            && partition.topic().equals(kafka.topics().events())) {
                        committed.put(partition.partition(), offset.offset());
                    }
                });
        return committed;
    }

    /**
     * Takes these time-outs out of every transaction that stores a chunk, from where it has moved progress: what it waits for is then
     * seen for as long as a test holds it up, however slow the machine is.
     */
    void chunksWaitBeyond(String... timeouts) throws SQLException {
        String lifted = Arrays.stream(timeouts)
                .map(timeout -> "PERFORM set_config('%s', '0', true);".formatted(timeout))
                .collect(Collectors.joining(" "));
        stored.execute("CREATE FUNCTION be_patient() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN " + lifted
                + " RETURN NULL; END $$");
        stored.execute("CREATE TRIGGER be_patient AFTER UPDATE ON writer_progress FOR EACH ROW"
                + " WHEN (OLD.claim = NEW.claim AND OLD.next_offset <> NEW.next_offset) EXECUTE FUNCTION be_patient()");
    }

    /** What a rebalance changes: the group's epoch and its members, once it has come to rest. */
    String membership() {
        var group = Await.until("the group to be at rest", this::described, it -> it.groupState() == GroupState.STABLE);
        return group.groupEpoch() + " "
                + group.members().stream().map(MemberDescription::consumerId).toList();
    }

    private ConsumerGroupDescription described() throws Exception {
        var found =
                admin.describeConsumerGroups(List.of(group)).describedGroups().get(group);
        return Objects.requireNonNull(found).get();
    }

    /** What kafka-consumer-groups --reset-offsets does, while nobody is in the group. */
    void rewindWithKafkasTools(int partition, long offset) {
        Await.untilTrue("the group to be empty and its offset moved", () -> {
            admin.alterConsumerGroupOffsets(group, Map.of(events(partition), new OffsetAndMetadata(offset)))
                    .all()
                    .get();
            return true;
        });
    }

    /** Ends the writers now, as SIGTERM does. */
    void stopWriters() {
        writers.forEach(RunningWriter::close);
        writers.clear();
    }

    @Override
    public void close() {
        stopWriters();
        processes.forEach(WriterProcess::close);
        door.close();
        proxy.close();
        var _ = admin.deleteTopics(
                List.of(kafka.topics().events(), kafka.topics().failed()));
    }
}
