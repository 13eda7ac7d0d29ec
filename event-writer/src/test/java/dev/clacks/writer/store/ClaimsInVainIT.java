package dev.clacks.writer.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.EventRow;
import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.chunk.Row;
import dev.clacks.writer.progress.ClaimResult.Claimed;
import dev.clacks.writer.progress.Claims;
import dev.clacks.writer.progress.LogState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W5: writers that die at the same place become careful, though each stores again what comes before it. */
class ClaimsInVainIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final int CHUNK = 10;

    private StoreRig rig;
    private TopicPartition partition;
    private List<EventRow> rows;

    @BeforeEach
    void open() throws Exception {
        rig = new StoreRig(POSTGRES.newDatabase());
        partition = new TopicPartition(
                rig.owned.source().topic(), rig.owned.source().partition());
        rows = new ArrayList<>();
        for (int offset = 0; offset < 2 * CHUNK; offset++) {
            EventRow row = rig.row(offset, rig.events.next());
            rows.add(new EventRow(
                    offset, row.receivedAtMillis() + offset, row.orgId(), row.appId(), row.event(), row.raw()));
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** Kafka was told of nothing: a record behind the first chunk kills each writer before it could. */
    @Test
    void whatWasStoredBeforeIsNoProgress() throws Exception {
        for (int life = 1; life <= 4; life++) {
            Claimed claimed = claim();
            assertThat(claimed.careful()).as("life %d", life).isFalse();
            store(claimed.owned(), 0);
        }

        assertThat(claim().careful()).isTrue();
    }

    @Test
    void whatIsStoredForTheFirstTimeIsProgress() throws Exception {
        for (int life = 1; life <= 3; life++) {
            store(claim().owned(), 0);
        }
        Owned owned = claim().owned();
        store(owned, 0);
        store(owned, CHUNK);

        assertThat(rig.stored.number("SELECT claims_without_progress FROM writer_progress"))
                .isZero();
        assertThat(claim().careful()).isFalse();
    }

    /** As each process claims it that is new. */
    private Claimed claim() {
        var log = new LogState(rig.owned.source().topicId(), 0, 100, 0L, null);
        return (Claimed) requireNonNull(
                new Claims(rig.session).claim(Map.of(partition, log)).get(partition));
    }

    private void store(Owned owned, int from) {
        List<Row> chunk = List.copyOf(rows.subList(from, from + CHUNK));
        assertThat(rig.store.write(new Chunk(owned, from, from + CHUNK, 5, chunk, false, null)))
                .isInstanceOf(Outcome.Stored.class);
    }
}
