package dev.clacks.writer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.writer.chunk.Source;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Optimistic while events are new, careful while copies are the rule. */
class AdaptiveInsertIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private final List<String> attempts = new ArrayList<>();
    private StoreRig rig;
    private PostgresChunkStore store;

    @BeforeEach
    void open() throws Exception {
        rig = new StoreRig(POSTGRES.database());
        rig.empty();
        store = new PostgresChunkStore(
                rig.session,
                new ChunkTransaction(InstantSource.system(), 10_000, new ProgressFence()),
                new Noted("optimistic", new CopyInsert("public.events")),
                new Noted("careful", new BisectingInsert(new StagedInsert())),
                kind -> {});
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void newEventsAreCopiedAtOnce() {
        store.write(rig.chunk(0, rig.events.next(20)));
        store.write(rig.chunk(20, rig.events.next(20)));

        assertThat(attempts).containsExactly("optimistic", "optimistic");
    }

    @Test
    void aFewCopiesCostTheirOwnChunkASecondAttemptAndNoOther() {
        List<TestEvent> old = rig.events.next(20);
        store.write(rig.chunk(0, old));
        attempts.clear();
        var mixed = new ArrayList<>(rig.events.next(19));
        mixed.add(old.getFirst());

        store.write(rig.chunk(20, mixed));
        store.write(rig.chunk(40, rig.events.next(20)));

        assertThat(attempts).containsExactly("optimistic", "careful", "optimistic");
    }

    @Test
    void afterARewindItStartsWithCareUntilEventsAreNewAgain() throws Exception {
        List<List<TestEvent>> chunks = List.of(rig.events.next(20), rig.events.next(20), rig.events.next(20));
        write(chunks);
        rig.rewind(0);
        attempts.clear();

        write(chunks);
        store.write(rig.chunk(60, rig.events.next(20)));
        store.write(rig.chunk(80, rig.events.next(20)));

        assertThat(attempts).containsExactly("optimistic", "careful", "careful", "careful", "careful", "optimistic");
        assertThat(rig.stored.events()).isEqualTo(100);
        assertThat(rig.counted()).isEqualTo(100);
        assertThat(rig.progress()).isEqualTo(100);
    }

    @Test
    void whereRecordsFailedBeforeThePartitionWasClaimedItStartsWithCare() throws Exception {
        rig.setAside(List.of(rig.row(0, rig.events.next()), rig.row(1, rig.events.next())));
        rig.claim(0);

        store.write(rig.chunk(0, rig.events.next(1)));
        store.write(rig.chunk(1, rig.events.next(20)));
        store.write(rig.chunk(21, rig.events.next(20)));

        assertThat(attempts).containsExactly("careful", "careful", "optimistic");
    }

    private void write(List<List<TestEvent>> chunks) {
        for (int i = 0; i < chunks.size(); i++) {
            store.write(rig.chunk(i * 20L, chunks.get(i)));
        }
    }

    private final class Noted implements EventInsert {

        private final String name;
        private final EventInsert inner;

        Noted(String name, EventInsert inner) {
            this.name = name;
            this.inner = inner;
        }

        @Override
        public Inserted insert(Connection connection, Source source, List<PlacedRow> rows) throws SQLException {
            attempts.add(name);
            return inner.insert(connection, source, rows);
        }
    }
}
