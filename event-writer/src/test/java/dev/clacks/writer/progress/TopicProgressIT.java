package dev.clacks.writer.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.writer.Stored;
import dev.clacks.writer.store.DatabaseSession;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W8: completeness is the minimum over the partitions that there are, and never moves back. Seconds are counted from a noon. */
class TopicProgressIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final Instant NOON = Instant.parse("2026-11-25T12:00:00Z");
    private static final UUID ID = new UUID(1, 1);
    private static final UUID MADE_AGAIN = new UUID(2, 2);
    private static final @Nullable Long UNKNOWN = null;

    private final String topic = "topic-" + UUID.randomUUID();
    private Stored stored;
    private DatabaseSession session;
    private TopicProgress progress;

    @BeforeEach
    void open() {
        var database = POSTGRES.database();
        stored = Stored.in(database);
        session = new DatabaseSession(
                DatabaseUrl.parse(database.libpqUrl(database.login(DatabaseRole.WRITER))), "test", true);
        progress = new TopicProgress(session);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void itIsUnknownWhileAPartitionHasNoRowOrHasNotReachedAnything() throws SQLException {
        assertThat(seen(ID, 2, 100)).isEqualTo(UNKNOWN);
        row(ID, 0, 90L, UNKNOWN);
        assertThat(seen(ID, 2, 100)).isEqualTo(UNKNOWN);
        row(ID, 1, UNKNOWN, UNKNOWN);
        assertThat(seen(ID, 2, 100)).isEqualTo(UNKNOWN);

        row(ID, 1, UNKNOWN, 80L);

        assertThat(seen(ID, 2, 100)).isEqualTo(80 - 15);
    }

    @Test
    void aPartitionHasReachedTheLaterOfWhatItWasCaughtUpWithAndWhatItStored() throws SQLException {
        row(ID, 0, 60L, 90L);
        row(ID, 1, 70L, 10L);
        see(ID, 2, 100);

        assertThat(seen(ID, 2, 100)).isEqualTo(70 - 15);
    }

    @Test
    void itIsNotLaterThanThePartitionsWereCounted() throws SQLException {
        row(ID, 0, 200L, 200L);
        see(ID, 1, 100);

        assertThat(seen(ID, 1, 100)).isEqualTo(100 - 15);
    }

    @Test
    void anAddedPartitionHoldsItUntilItIsReadAndNeverTakesItBack() throws SQLException {
        row(ID, 0, 90L, UNKNOWN);
        see(ID, 1, 100);
        assertThat(seen(ID, 1, 100)).isEqualTo(90 - 15);

        row(ID, 0, 200L, UNKNOWN);
        assertThat(seen(ID, 2, 210)).isEqualTo(90 - 15);
        row(ID, 1, UNKNOWN, 40L);
        assertThat(seen(ID, 2, 220)).isEqualTo(90 - 15);
        row(ID, 1, 190L, 40L);

        assertThat(seen(ID, 2, 230)).isEqualTo(190 - 15);
    }

    @Test
    void aTopicMadeAgainHoldsItUntilItsOwnPartitionsAreRead() throws SQLException {
        row(ID, 0, 90L, UNKNOWN);
        see(ID, 1, 100);
        assertThat(seen(ID, 1, 100)).isEqualTo(90 - 15);

        assertThat(seen(MADE_AGAIN, 1, 300)).isEqualTo(90 - 15);
        row(ID, 0, 290L, 290L);
        assertThat(seen(MADE_AGAIN, 1, 310))
                .as("rows of the deleted one do not count")
                .isEqualTo(90 - 15);
        row(MADE_AGAIN, 0, 300L, UNKNOWN);

        assertThat(seen(MADE_AGAIN, 1, 320)).isEqualTo(300 - 15);
    }

    @Test
    void aWriterThatWasAsleepBringsNoDeletedTopicBack() throws SQLException {
        row(MADE_AGAIN, 0, 190L, UNKNOWN);
        see(MADE_AGAIN, 1, 200);
        row(ID, 0, 500L, UNKNOWN);

        see(ID, 1, 150);

        assertThat(stored.texts("SELECT topic_id FROM topic_progress WHERE topic = ?", topic))
                .containsExactly(MADE_AGAIN.toString());
        assertThat(seen(MADE_AGAIN, 1, 200)).isEqualTo(190 - 15);
    }

    @Test
    void whatTheDatabaseForbidsIsNoReasonToStopStoring() throws SQLException {
        stored.execute("REVOKE UPDATE ON topic_progress FROM clacks_writer");
        try {
            assertThat(progress.note(List.of(new TopicSeen(topic, ID, 1, NOON))))
                    .isEmpty();
        } finally {
            stored.execute("GRANT UPDATE ON topic_progress TO clacks_writer");
        }

        row(ID, 0, 90L, UNKNOWN);
        see(ID, 1, 100);
        assertThat(seen(ID, 1, 100)).isEqualTo(90 - 15);
    }

    private void see(UUID topicId, int partitions, long second) throws SQLException {
        progress.note(List.of(new TopicSeen(topic, topicId, partitions, NOON.plusSeconds(second))));
    }

    /** What a writer is told that saw the topic like this, in seconds; null for unknown. */
    private @Nullable Long seen(UUID topicId, int partitions, long second) throws SQLException {
        Instant through = progress.note(List.of(new TopicSeen(topic, topicId, partitions, NOON.plusSeconds(second))))
                .get(topic);
        return through == null ? null : through.getEpochSecond() - NOON.getEpochSecond();
    }

    private void row(UUID topicId, int partition, @Nullable Long caughtUp, @Nullable Long received)
            throws SQLException {
        stored.execute(
                "INSERT INTO writer_progress (topic, topic_id, partition, next_offset, caught_up_at, received_at, claim)"
                        + " VALUES (?, ?, ?, 0, ?, ?, gen_random_uuid()) ON CONFLICT (topic, topic_id, partition)"
                        + " DO UPDATE SET caught_up_at = EXCLUDED.caught_up_at, received_at = EXCLUDED.received_at",
                topic,
                topicId,
                partition,
                time(caughtUp),
                time(received));
    }

    private static @Nullable OffsetDateTime time(@Nullable Long second) {
        return second == null ? null : NOON.plusSeconds(second).atOffset(ZoneOffset.UTC);
    }
}
