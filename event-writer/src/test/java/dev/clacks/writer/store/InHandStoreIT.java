package dev.clacks.writer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.testkit.fault.FaultProxy;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.EventRow;
import dev.clacks.writer.chunk.FailedRow;
import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.chunk.RawRow;
import dev.clacks.writer.chunk.RecordDecoder;
import dev.clacks.writer.chunk.Row;
import dev.clacks.writer.chunk.TestRecords;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W5: what counts as a death in hand, and what does not. A process is its memory of marks; it dies by never using it again. */
class InHandStoreIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final Outcome STORED = new Outcome.Stored(new Tally(1, 0, 0, Map.of()));
    private static final Outcome AWAY = new Outcome.Unavailable(SqlFault.Kind.BUSY, "a lock");

    private StoreRig rig;
    private Owned owned;

    @BeforeEach
    void open() throws Exception {
        rig = new StoreRig(POSTGRES.database());
        owned = rig.owned;
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void afterThreeDeathsInHandTheFourthProcessDoesNotReadIt() throws Exception {
        for (int death = 0; death < InHandStore.DEATHS; death++) {
            claimed();
            assertThat(dies()).isInstanceOf(EventRow.class);
        }
        claimed();

        assertThat(answered(new InHandMarks(), STORED)).isInstanceOf(FailedRow.class);
    }

    @Test
    void processesThatEndBetweenTheirClaimAndTheirMarkCountForNothing() throws Exception {
        dies();
        for (int i = 0; i < 5; i++) {
            claimed();
        }

        assertThat(dies()).isInstanceOf(EventRow.class);
        assertThat(deaths()).isEqualTo(1);
    }

    @Test
    void aProcessThatMarksItAgainHasNotDied() throws Exception {
        var marks = new InHandMarks();
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> answered(marks, null)).isInstanceOf(Death.class);
            claimed();
        }

        assertThat(deaths()).isZero();
    }

    @Test
    void whoSurvivesAFailedAttemptTakesTheMarkAwayThoughThePartitionIsAnothersByThen() throws Exception {
        dies();
        claimed();
        var lost =
                new InHandStore(rig.session, new RecordDecoder(TestRecords.FAILED_TOPIC), new InHandMarks(), chunk -> {
                    claimedQuietly();
                    return AWAY;
                });

        assertThat(lost.write(chunk())).isEqualTo(AWAY);

        assertThat(rig.stored.texts("SELECT in_hand_offset || '' FROM writer_progress WHERE topic_id = ?", topicId()))
                .containsExactly((String) null);
        assertThat(deaths()).isZero();
    }

    @Test
    void whatIsSetAsideStaysSoWhenItsTransactionHasToBeTriedAgain() throws Exception {
        for (int death = 0; death < InHandStore.DEATHS; death++) {
            dies();
        }
        var marks = new InHandMarks();

        assertThat(answered(marks, AWAY)).isInstanceOf(FailedRow.class);
        assertThat(answered(marks, STORED)).isInstanceOf(FailedRow.class);
    }

    @Test
    void aRowThatSomebodyHoldsIsThePartitionsTroubleAndNotTheDatabases() throws Exception {
        rig.set("lock_timeout = '100ms'");
        var store = new InHandStore(
                rig.session, new RecordDecoder(TestRecords.FAILED_TOPIC), new InHandMarks(), chunk -> STORED);
        Outcome outcome = whileTheRowIsHeld(store);
        rig.set("lock_timeout = '1min'");

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Unavailable.class,
                        unavailable -> assertThat(unavailable.kind()).isEqualTo(SqlFault.Kind.BUSY));
        assertThat(store.write(chunk())).isEqualTo(STORED);
    }

    /** As is usual after a kill: PostgreSQL has not noticed yet, and what it goes on with holds the row. */
    @Test
    void aDeathCountsThoughTheHeirFindsTheRowHeldAtFirst() throws Exception {
        dies();
        claimed();
        rig.set("lock_timeout = '100ms'");
        var heir =
                new InHandStore(rig.session, new RecordDecoder(TestRecords.FAILED_TOPIC), new InHandMarks(), chunk -> {
                    throw new Death();
                });

        assertThat(whileTheRowIsHeld(heir)).isInstanceOf(Outcome.Unavailable.class);
        rig.set("lock_timeout = '1min'");
        assertThatThrownBy(() -> heir.write(chunk())).isInstanceOf(Death.class);

        assertThat(deaths()).isEqualTo(1);
    }

    @Test
    void aDeathCountsOnceThoughTheAnswerToTheMarkIsLost() throws Exception {
        dies();
        claimed();
        try (var proxy = FaultProxy.to(POSTGRES.database().port());
                var session = new DatabaseSession(
                        DatabaseUrl.parse(POSTGRES.database()
                                .libpqUrl(POSTGRES.database().login(DatabaseRole.WRITER))
                                .replace(":" + POSTGRES.database().port() + "/", ":" + proxy.port() + "/")),
                        "test",
                        true)) {
            var heir =
                    new InHandStore(session, new RecordDecoder(TestRecords.FAILED_TOPIC), new InHandMarks(), chunk -> {
                        throw new Death();
                    });
            var lost = proxy.cutBeforeReply("UPDATE 1\0");

            assertThat(heir.write(chunk())).isInstanceOf(Outcome.Unavailable.class);
            lost.get(3, TimeUnit.MINUTES);
            assertThatThrownBy(() -> heir.write(chunk())).isInstanceOf(Death.class);
        }

        assertThat(deaths()).isEqualTo(1);
    }

    /** What becomes of the chunk while another session holds the row of progress. */
    private Outcome whileTheRowIsHeld(InHandStore store) throws Exception {
        try (var holder = rig.stored.connect();
                var statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("SELECT FROM writer_progress FOR UPDATE");
            Outcome outcome = store.write(chunk());
            holder.rollback();
            return outcome;
        }
    }

    private static final class Death extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** The row that another process would have stored, had it not died. */
    private Row dies() {
        var seen = new Row[1];
        var store =
                new InHandStore(rig.session, new RecordDecoder(TestRecords.FAILED_TOPIC), new InHandMarks(), chunk -> {
                    seen[0] = chunk.rows().getFirst();
                    throw new Death();
                });
        assertThatThrownBy(() -> store.write(chunk())).isInstanceOf(Death.class);
        return seen[0];
    }

    /** The row that a process hands on, which then gets this answer; none for its death. */
    private Row answered(InHandMarks marks, @org.jspecify.annotations.Nullable Outcome outcome) {
        var seen = new Row[1];
        var store = new InHandStore(rig.session, new RecordDecoder(TestRecords.FAILED_TOPIC), marks, chunk -> {
            seen[0] = chunk.rows().getFirst();
            if (outcome == null) {
                throw new Death();
            }
            return outcome;
        });
        store.write(chunk());
        return seen[0];
    }

    private Chunk chunk() {
        return new Chunk(owned, 0, 1, 5, List.of(new RawRow(TestRecords.event(0))), true, null);
    }

    /** Another claim, as every process makes one before it reads. */
    private void claimed() throws Exception {
        owned = new Owned(owned.source(), UUID.randomUUID());
        rig.stored.execute("UPDATE writer_progress SET claim = ? WHERE topic_id = ?", owned.claim(), topicId());
    }

    private void claimedQuietly() {
        try {
            claimed();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private long deaths() throws Exception {
        return rig.stored.number("SELECT in_hand_deaths FROM writer_progress WHERE topic_id = ?", topicId());
    }

    private UUID topicId() {
        return owned.source().topicId();
    }
}
