package dev.clacks.archiver.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.archiver.ArchiverSetup;
import dev.clacks.archiver.EventTables;
import dev.clacks.archiver.plan.LogStartSource;
import dev.clacks.testkit.junit.ObjectStoreExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A1: no row leaves PostgreSQL before it left Kafka, whatever comes in while the archiver is at it. */
class StillInKafkaIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @RegisterExtension
    static final ObjectStoreExtension S3 = new ObjectStoreExtension();

    private static final LocalDate DAY = LocalDate.parse("2026-03-01");

    private final ArchiverSetup setup = ArchiverSetup.on(POSTGRES.newDatabase(), S3);
    private final EventTables tables = setup.tables();

    /** A1. */
    @Test
    void one_row_that_kafka_still_holds_keeps_its_leaf() throws Exception {
        List<UUID> ids = tables.write(DAY, 30, 50);
        setup.kafka().holdsFrom(EventTables.TOPIC, 0, 1_049);

        PassResult result = setup.pass();

        assertThat(result.succeeded()).isTrue();
        assertThat(result.waiting()).singleElement().asString().contains("still holds offset 1049");
        assertThat(tables.stored()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(tables.runStates()).isEmpty();

        setup.kafka().holdsFrom(EventTables.TOPIC, 0, 1_050);
        setup.pass();

        assertThat(setup.archive().ids()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void it_goes_where_nobody_waits_for_kafka() throws Exception {
        List<UUID> ids = tables.write(DAY, 30, 50);
        setup.kafka().holdsFrom(EventTables.TOPIC, 0, 0);

        setup.withoutWaitingForKafka().pass();

        assertThat(setup.archive().ids()).containsExactlyInAnyOrderElementsOf(ids);
    }

    /** A1: they are in the detached table when Kafka is asked again. */
    @Test
    void rows_that_come_in_before_the_detach_go_back_into_events() throws Exception {
        List<UUID> old = tables.write(DAY, 30, 40);
        List<UUID> late = EventTables.ids(10);
        setup.kafka().holdsFrom(EventTables.TOPIC, 1, 5_000);
        atTheFirstLook(() -> tables.write(DAY, 30, inPlace(old, late), EventTables.TOPIC, 1, 4_960));

        PassResult result = setup.pass();

        assertThat(result.failures()).isEmpty();
        assertThat(setup.archive().ids()).containsExactlyInAnyOrderElementsOf(old);
        assertThat(tables.stored()).containsExactlyInAnyOrderElementsOf(late);
        assertThat(tables.counted()).isEqualTo(50);

        setup.kafka().holdsFrom(EventTables.TOPIC, 1, 6_000);
        setup.pass();

        assertThat(tables.stored()).isEmpty();
        assertThat(setup.archive().ids()).hasSize(50).containsAll(late);
        assertThat(tables.counted()).isEqualTo(50);
    }

    /** A1, W3: a writer that was rewound stores them once more while they are out of its sight. */
    @Test
    void rows_that_a_writer_stored_again_meanwhile_are_kept_and_counted_once() throws Exception {
        List<UUID> old = tables.write(DAY, 30, 40);
        List<UUID> late = EventTables.ids(10);
        setup.kafka().holdsFrom(EventTables.TOPIC, 1, 5_000);
        var looks = new AtomicInteger();
        setup.kafka().whenAsked(() -> {
            if (looks.incrementAndGet() <= 2) {
                unchecked(() -> tables.write(
                        DAY,
                        30,
                        looks.get() == 1
                                ? inPlace(old, late)
                                : inPlace(old, late).subList(0, 45),
                        EventTables.TOPIC,
                        1,
                        4_960));
            }
        });

        PassResult result = setup.pass();

        // The second time the detached leaf is out of sight: 40 copies of what is archived come in, and 5 of the 10.
        assertThat(result.failures()).isEmpty();
        assertThat(tables.stored()).hasSize(50).containsAll(late);
        assertThat(tables.counted()).isEqualTo(90);

        setup.kafka().holdsFrom(EventTables.TOPIC, 1, 6_000);
        setup.pass();

        assertThat(setup.archive().ids()).hasSize(50).doesNotHaveDuplicates();
        assertThat(tables.counted()).isEqualTo(50);
    }

    /** A1: a Kafka that knows none of the topics is most likely another one. */
    @Test
    void a_topic_counts_as_gone_only_in_a_kafka_that_the_writers_read() throws Exception {
        UUID elsewhere = UUID.randomUUID();
        List<UUID> ids = EventTables.ids(5);
        tables.write(DAY, 30, ids, elsewhere, 3, 0);

        PassResult stranger = setup.pass();

        assertThat(stranger.failures()).singleElement().asString().contains("kafka.bootstrapServers");
        assertThat(tables.stored()).hasSize(5);

        tables.writersRead(EventTables.TOPIC);
        setup.pass();

        assertThat(setup.archive().ids()).containsExactlyInAnyOrderElementsOf(ids);
    }

    @Test
    void nothing_is_detached_while_kafka_cannot_be_asked() throws Exception {
        tables.write(DAY, 30, 5);

        PassResult result = new Archiving(setup.databaseUrl(), setup.parts(topics -> {
                    throw new LogStartSource.KafkaUnknownException("away");
                }))
                .pass(Duration.ZERO);

        assertThat(result.failures()).containsExactly("away");
        assertThat(tables.stored()).hasSize(5);
        assertThat(tables.runStates()).isEmpty();
    }

    @Test
    void a_leaf_that_is_detached_waits_while_kafka_cannot_be_asked() throws Exception {
        List<UUID> ids = tables.write(DAY, 30, 5);
        var looks = new AtomicInteger();
        setup.kafka().whenAsked(() -> {
            if (looks.incrementAndGet() == 2) {
                throw new LogStartSource.KafkaUnknownException("away");
            }
        });

        assertThat(setup.pass().failures())
                .singleElement()
                .asString()
                .contains("detached")
                .contains("away");
        assertThat(setup.pass().failures()).isEmpty();

        assertThat(setup.archive().ids()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(tables.counted()).isEqualTo(5);
    }

    /** One list of both, since an event's columns follow from its place. */
    private static List<UUID> inPlace(List<UUID> first, List<UUID> second) {
        return java.util.stream.Stream.concat(first.stream(), second.stream()).toList();
    }

    private void atTheFirstLook(Action action) {
        var looks = new AtomicInteger();
        setup.kafka().whenAsked(() -> {
            if (looks.incrementAndGet() == 1) {
                unchecked(action);
            }
        });
    }

    private interface Action {
        long run() throws SQLException;
    }

    private static void unchecked(Action action) {
        try {
            action.run();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
