package dev.clacks.writer.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.writer.Stored;
import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.chunk.Source;
import dev.clacks.writer.store.DatabaseSession;
import java.sql.SQLException;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A row is claimed from whoever was read to have it, and from nobody else. */
class ProgressTableIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final UUID TOPIC_ID = new UUID(1, 1);

    private final TopicPartition partition = new TopicPartition("topic-" + UUID.randomUUID(), 3);
    private final ProgressTable table = new ProgressTable();
    private Stored stored;
    private DatabaseSession session;

    @BeforeEach
    void open() {
        var database = POSTGRES.database();
        stored = Stored.in(database);
        session = new DatabaseSession(
                DatabaseUrl.parse(database.libpqUrl(database.login(DatabaseRole.WRITER))), "test", true);
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void aSkipMadeSinceNoRowWasFoundIsNotOverwritten() throws Exception {
        assertThat(table.read(session.connection(), partition)).isEmpty();
        stored.execute(
                "INSERT INTO writer_progress (topic, topic_id, partition, next_offset, claim) VALUES (?, ?, ?, 500, ?)",
                partition.topic(),
                TOPIC_ID,
                partition.partition(),
                ProgressRow.BY_OPERATOR);

        assertThatThrownBy(() -> claim(null, 0))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));

        assertThat(row().nextOffset()).isEqualTo(500);
        assertThat(row().claim()).isEqualTo(ProgressRow.BY_OPERATOR);
        UUID next = claim(ProgressRow.BY_OPERATOR, 500);
        assertThat(row().claim()).isEqualTo(next);
    }

    @Test
    void thePlaceOfAPartitionThatNobodyHadIsClaimed() throws Exception {
        UUID claim = claim(null, 7);

        assertThat(row().nextOffset()).isEqualTo(7);
        assertThat(row().claim()).isEqualTo(claim);
    }

    private ProgressRow row() throws SQLException {
        return table.read(session.connection(), partition).getFirst();
    }

    private UUID claim(@Nullable UUID before, long offset) throws SQLException {
        UUID claim = UUID.randomUUID();
        var source = new Source(partition.topic(), TOPIC_ID, partition.partition());
        table.claim(session.connection(), new Owned(source, claim), offset, null, 1_000, 1, null, before);
        return claim;
    }
}
