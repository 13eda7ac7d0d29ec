package dev.clacks.writer.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.writer.Stored;
import dev.clacks.writer.chunk.EndSeen;
import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.chunk.Source;
import dev.clacks.writer.progress.ClaimResult.Claimed;
import dev.clacks.writer.progress.ClaimResult.Failed;
import dev.clacks.writer.progress.Renewals.Renewal;
import dev.clacks.writer.store.DatabaseSession;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W2: rows of progress are confirmed and claimed, whoever holds one of them meanwhile. */
class RenewalsIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final UUID TOPIC_ID = new UUID(1, 1);
    private static final EndSeen DRAINED = new EndSeen(50, Instant.parse("2026-11-25T10:00:00Z"));

    private final String topic = "topic-" + UUID.randomUUID();
    private final Owned held = owned(0);
    private final Owned free = owned(1);
    private Stored stored;
    private DatabaseSession session;
    private Renewals renewals;

    @BeforeEach
    void open() throws Exception {
        var database = POSTGRES.database();
        stored = Stored.in(database);
        session = new DatabaseSession(
                DatabaseUrl.parse(database.libpqUrl(database.login(DatabaseRole.WRITER))), "test", true);
        renewals = new Renewals(session);
        for (Owned one : List.of(held, free)) {
            stored.execute(
                    "INSERT INTO writer_progress (topic, topic_id, partition, next_offset, claim, skipped_from, skipped_to)"
                            + " VALUES (?, ?, ?, 50, ?, 20, 40)",
                    topic,
                    TOPIC_ID,
                    one.source().partition(),
                    one.claim());
        }
    }

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void aRowThatSomebodyHoldsIsNeitherConfirmedNorLostAndOthersAreConfirmed() throws Exception {
        try (var _ = holding()) {
            assertThat(renewals.renew(List.of(idle(held), idle(free)))).isEmpty();
        }
        assertThat(drained()).containsExactly(1);

        assertThat(renewals.renew(List.of(idle(held), idle(free)))).isEmpty();
        assertThat(drained()).containsExactly(0, 1);
    }

    @Test
    void aRowThatWasMovedOrClaimedByOthersIsLostThoughItIsHeld() throws Exception {
        stored.execute("UPDATE writer_progress SET next_offset = 30 WHERE topic = ? AND partition = 0", topic);
        stored.execute("UPDATE writer_progress SET claim = gen_random_uuid() WHERE topic = ? AND partition = 1", topic);

        try (var _ = holding()) {
            assertThat(renewals.renew(List.of(idle(held), moving(free)))).containsExactlyInAnyOrder(held, free);
        }

        assertThat(drained()).isEmpty();
        assertThat(skips()).containsExactly(0, 1);
    }

    @Test
    void aSkipIsForgottenOnceKafkaHasConfirmedAnOffsetBehindItThoughProgressMovesOn() throws Exception {
        stored.execute("UPDATE writer_progress SET next_offset = 70 WHERE topic = ? AND partition = 1", topic);
        assertThat(renewals.renew(List.of(confirmed(held, 39), confirmed(free, 39))))
                .isEmpty();
        assertThat(skips()).containsExactly(0, 1);

        assertThat(renewals.renew(List.of(confirmed(held, 39), confirmed(free, 40))))
                .isEmpty();

        assertThat(skips()).containsExactly(0);
    }

    @Test
    void aRowThatSomebodyHoldsIsNotClaimedYetAndOthersAreOnTheSameConnection() throws Exception {
        Connection before = session.connection();
        Map<TopicPartition, ClaimResult> results;
        try (var _ = holding()) {
            var log = new LogState(TOPIC_ID, 0, 100, null, null);
            results = new Claims(session).claim(Map.of(partition(held), log, partition(free), log));
        }

        assertThat(results.get(partition(held)))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.database()).isFalse());
        assertThat(results.get(partition(free))).isInstanceOf(Claimed.class);
        assertThat(session.connection()).isSameAs(before);
    }

    private AutoCloseable holding() throws SQLException {
        Connection holder = stored.connect();
        holder.setAutoCommit(false);
        try (var statement =
                holder.prepareStatement("SELECT 1 FROM writer_progress WHERE topic = ? AND partition = 0 FOR UPDATE")) {
            statement.setString(1, topic);
            statement.executeQuery();
        }
        // Of a connection that is closed the server takes note some time later; then only its locks are gone.
        return () -> {
            try (holder) {
                holder.rollback();
            }
        };
    }

    private Owned owned(int partition) {
        return new Owned(new Source(topic, TOPIC_ID, partition), UUID.randomUUID());
    }

    private TopicPartition partition(Owned owned) {
        return new TopicPartition(topic, owned.source().partition());
    }

    private static Renewal idle(Owned owned) {
        return new Renewal(owned, 50L, DRAINED, null);
    }

    private static Renewal moving(Owned owned) {
        return confirmed(owned, null);
    }

    private static Renewal confirmed(Owned owned, @Nullable Integer offset) {
        return new Renewal(owned, null, null, offset == null ? null : (Long) offset.longValue());
    }

    private List<Integer> drained() throws SQLException {
        return partitions("caught_up_at IS NOT NULL");
    }

    private List<Integer> skips() throws SQLException {
        return partitions("skipped_to IS NOT NULL AND skipped_from IS NOT NULL");
    }

    private List<Integer> partitions(String where) throws SQLException {
        return stored
                .texts("SELECT partition FROM writer_progress WHERE topic = ? AND " + where + " ORDER BY 1", topic)
                .stream()
                .map(Integer::valueOf)
                .toList();
    }
}
