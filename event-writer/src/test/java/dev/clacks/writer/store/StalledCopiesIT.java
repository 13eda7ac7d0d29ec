package dev.clacks.writer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import dev.clacks.writer.store.Outcome.Stored;
import dev.clacks.writer.store.Outcome.Unavailable;
import dev.clacks.writer.store.SqlFault.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** A writer that says nothing more amid COPY holds the row of its progress until somebody ends its session. */
class StalledCopiesIT {

    private static final String OF_A_PERSON = "COPY events (";
    private static final String INTO_EVENTS = CopyInsert.beginning(CopyInsert.EVENTS);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private StoreRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new StoreRig(POSTGRES.database());
        rig.empty();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {CopyInsert.EVENTS, StagedInsert.TABLE})
    void aSilentWriterIsEndedAndItsPartitionGoesOn(String table) throws Exception {
        var chunk = rig.chunk(0, rig.events.next(5));
        try (var silent = new Silent(DatabaseRole.WRITER, CopyInsert.beginning(table))) {
            assertThat(rig.store.write(chunk))
                    .isInstanceOfSatisfying(
                            Unavailable.class, waits -> assertThat(waits.kind()).isEqualTo(Kind.BUSY));

            new StalledCopies(rig.session, Duration.ZERO).end();

            Await.until("the chunk to be stored", () -> rig.store.write(chunk), outcome -> outcome instanceof Stored);
            assertThat(silent.amidCopy()).isFalse();
        }
        assertThat(rig.stored.events()).isEqualTo(5);
    }

    @Test
    void oneThatHasNotBeenAtItForLongIsLeftAlone() throws Exception {
        try (var silent = new Silent(DatabaseRole.WRITER, INTO_EVENTS)) {
            new StalledCopies(rig.session, Duration.ofHours(1)).end();

            assertThat(silent.amidCopy()).isTrue();
        }
    }

    @Test
    void nobodyIsEndedWhoCopiesSomethingElseOrUnderAnotherLogin() throws Exception {
        try (var person = new Silent(DatabaseRole.WRITER, OF_A_PERSON);
                var archiver = new Silent(DatabaseRole.ARCHIVER, INTO_EVENTS);
                var silent = new Silent(DatabaseRole.WRITER, INTO_EVENTS)) {
            new StalledCopies(rig.session, Duration.ZERO).end();

            Await.untilEqual("the session that is meant to be gone", false, silent::amidCopy);
            assertThat(person.amidCopy()).isTrue();
            assertThat(archiver.amidCopy()).isTrue();
        }
    }

    /** Amid COPY nothing else makes PostgreSQL look whether a host that vanished is there. */
    @Test
    void theServerIsToldToLookWhetherTheWritersHostIsThereWithinTheSessionOfAGroup() throws Exception {
        try (Statement statement = rig.session.connection().createStatement();
                var settings = statement.executeQuery(
                        "SELECT string_agg(setting || coalesce(unit, ''), ' ' ORDER BY name) FROM pg_settings"
                                + " WHERE starts_with(name, 'tcp_')")) {
            settings.next();
            assertThat(settings.getString(1))
                    .as("count, idle, interval, user_timeout")
                    .isEqualTo("3 3s 1s 6000ms");
        }
    }

    /** Someone who has begun a COPY of which no byte comes; as a writer it holds the row of its progress. */
    private final class Silent implements AutoCloseable {

        private final Connection connection;
        private final int backend;

        Silent(DatabaseRole role, String beginning) throws SQLException {
            connection = POSTGRES.database().connect(role);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TEMP TABLE incoming (LIKE public.events)");
                if (role == DatabaseRole.WRITER && !beginning.equals(OF_A_PERSON)) {
                    statement.execute("SELECT FROM writer_progress WHERE topic_id = '%s' FOR UPDATE"
                            .formatted(rig.owned.source().topicId()));
                }
            }
            PGConnection postgres = connection.unwrap(PGConnection.class);
            backend = postgres.getBackendPID();
            var _ = postgres.getCopyAPI().copyIn(beginning + BinaryCopy.COLUMNS + ") FROM STDIN (FORMAT binary)");
            Await.untilTrue("the server to wait for the bytes", this::amidCopy);
        }

        boolean amidCopy() throws SQLException {
            return rig.stored.number(
                            "SELECT count(*) FROM pg_stat_activity"
                                    + " WHERE pid = ? AND query LIKE 'COPY %' AND state = 'active' AND wait_event = 'ClientRead'",
                            backend)
                    == 1;
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
