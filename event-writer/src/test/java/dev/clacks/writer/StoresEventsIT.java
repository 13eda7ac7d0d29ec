package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.testkit.events.TestEvents;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From the topic into the tables, while nothing is broken. */
class StoresEventsIT {

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(3);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @Test
    void whatTheDoorPublishesIsStoredOnceAndCounted() throws Exception {
        var kafka = KafkaSettings.at(KAFKA.bootstrapServers()).withTopics(KAFKA.topics());
        var database = POSTGRES.database();
        var login = database.superuser();
        var stored = new Stored(database.jdbcUrl(), login.user(), login.password());
        var events = TestEvents.fresh(InstantSource.system());
        try (var door = new Door(kafka);
                var writer = RunningWriter.start(
                        kafka, database.libpqUrl(database.login(DatabaseRole.WRITER)), KAFKA.newGroup())) {
            for (int partition = 0; partition < 3; partition++) {
                door.publish(partition, events.next(700));
            }

            Await.untilEqual("rows", 2_100L, stored::events);

            stored.verify(door.ledger()).assertHolds();
            assertThat(stored.number("SELECT sum(next_offset) FROM writer_progress"))
                    .isEqualTo(2_100);
            assertThat(writer.alive()).isTrue();
        }
    }
}
