package dev.clacks.writer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.writer.chunk.EventRow;
import dev.clacks.writer.store.Outcome.Stored;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W3: records that failed, read once more by a build that can read them: each is in one place alone. */
class ReadAgainIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private StoreRig rig;
    private List<EventRow> records;

    @BeforeEach
    void open() throws Exception {
        rig = new StoreRig(POSTGRES.database());
        rig.empty();
        records = new ArrayList<>();
        for (int offset = 0; offset < 4; offset++) {
            records.add(rig.row(offset, rig.events.next()));
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void w3WhatIsStoredNowNoLongerCountsAsFailed() throws Exception {
        rig.setAside(records.subList(0, 2));
        rig.claim(0);

        assertThat(rig.store.write(rig.chunkOf(records))).isEqualTo(new Stored(new Tally(4, 0, 0, Map.of())));

        assertThat(rig.states()).containsExactly("0 replayed", "1 replayed");
        assertThat(rig.stored.events()).isEqualTo(4);
        assertThat(rig.counted()).isEqualTo(4);
    }

    @Test
    void w3WhatWasDiscardedStaysOut() throws Exception {
        rig.setAside(records.subList(0, 2));
        rig.stored.execute("UPDATE failed_events SET state = 'discarded' WHERE kafka_offset = 1");
        rig.claim(0);

        assertThat(rig.store.write(rig.chunkOf(records))).isEqualTo(new Stored(new Tally(3, 1, 0, Map.of())));

        assertThat(rig.states()).containsExactly("0 replayed", "1 discarded");
        assertThat(rig.stored.texts("SELECT kafka_offset FROM events ORDER BY 1"))
                .containsExactly("0", "2", "3");
        assertThat(rig.counted()).isEqualTo(3);
    }

    @Test
    void w3ItIsTheSameForEachChunkUpToTheLastThatFailed() throws Exception {
        rig.setAside(records);
        rig.claim(0);

        for (EventRow row : records) {
            rig.store.write(rig.chunkOf(List.of(row)));
        }

        assertThat(rig.states()).containsExactly("0 replayed", "1 replayed", "2 replayed", "3 replayed");
        assertThat(rig.stored.events()).isEqualTo(4);
    }

    @Test
    void w3WhatCannotBeReadAgainEitherChangesNothing() throws Exception {
        rig.setAside(records);
        rig.claim(0);

        rig.setAside(records);

        assertThat(rig.states()).containsExactly("0 failed", "1 failed", "2 failed", "3 failed");
        assertThat(rig.stored.number("SELECT sum(kept) FROM failed_counts")).isEqualTo(4);
    }
}
