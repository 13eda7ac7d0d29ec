package dev.clacks.writer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.writer.chunk.EventRow;
import dev.clacks.writer.store.Outcome.Stored;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of failed records whose events are stored after all, where a client sent the same event again and again. */
class ReplayStoreIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private StoreRig rig;
    private ReplayStore replay;
    private DryRunStore dryRun;

    @BeforeEach
    void open() throws Exception {
        rig = new StoreRig(POSTGRES.database());
        rig.empty();
        rig.raiseOnDemand();
        replay = new ReplayStore(rig.session, InstantSource.system(), 10_000, new ProgressFence());
        dryRun = new DryRunStore(rig.session, InstantSource.system());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void noCopyOfAStoredEventCountsAsFailed() throws Exception {
        TestEvent event = rig.events.next();
        List<EventRow> records = failed(event, rig.events.next(), event, event);

        Outcome counted = dryRun.write(rig.chunkOf(records));

        assertThat(replay.write(rig.chunkOf(records)))
                .isEqualTo(counted)
                .isEqualTo(new Stored(new Tally(2, 2, 0, Map.of())));
        assertThat(rig.states()).containsExactly("0 replayed", "1 replayed", "2 replayed", "3 replayed");
        assertThat(rig.stored.texts("SELECT kafka_offset FROM events ORDER BY 1"))
                .containsExactly("0", "1");
        assertThat(rig.counted()).isEqualTo(2);
    }

    @Test
    void whatWasDiscardedOfCopiesIsLeftOutAndTheFirstOfTheOthersIsStored() throws Exception {
        TestEvent event = rig.events.next();
        List<EventRow> records = failed(event, event, event);
        rig.stored.execute("UPDATE failed_events SET state = 'discarded' WHERE kafka_offset = 0");

        Outcome counted = dryRun.write(rig.chunkOf(records));

        assertThat(replay.write(rig.chunkOf(records)))
                .isEqualTo(counted)
                .isEqualTo(new Stored(new Tally(1, 2, 0, Map.of())));
        assertThat(replay.discarded()).isEqualTo(dryRun.discarded()).isEqualTo(1);
        assertThat(rig.states()).containsExactly("0 discarded", "1 replayed", "2 replayed");
        assertThat(rig.stored.texts("SELECT kafka_offset FROM events")).containsExactly("1");
    }

    @Test
    void copiesOfWhatPostgresqlRefusesStayFailed() throws Exception {
        TestEvent refused = rig.events.next().withType("raise:22P02");
        List<EventRow> records = failed(refused, rig.events.next(), refused);

        assertThat(replay.write(rig.chunkOf(records)))
                .isEqualTo(new Stored(new Tally(1, 1, 0, Map.of("sqlstate_22P02", 1))));

        assertThat(rig.states()).containsExactly("0 failed", "1 replayed", "2 failed");
    }

    /** The records of these events, which an older build could not read. */
    private List<EventRow> failed(TestEvent... events) throws Exception {
        var records = new ArrayList<EventRow>();
        for (TestEvent event : events) {
            records.add(rig.row(records.size(), event));
        }
        rig.setAside(records);
        rig.rewind(0);
        return records;
    }
}
