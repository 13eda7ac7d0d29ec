package dev.clacks.writer.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.Await;
import dev.clacks.writer.chunk.FailedRow;
import dev.clacks.writer.chunk.Failure;
import dev.clacks.writer.chunk.Failure.Stage;
import dev.clacks.writer.chunk.TestRecords;
import dev.clacks.writer.store.Outcome.Stored;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code failed_events}: each record once however often it is read (W3), kept up to a cap, and grouped. */
class FailedEventsIT {

    private static final String COUNTS =
            "SELECT concat_ws('|', kept, over_cap, counted_through) FROM failed_counts ORDER BY app_id";

    private static final String HALTED = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND application_name = 'test' AND wait_event_type = 'Lock'"
            + " AND strpos(query, 'INSERT INTO public.failed_events') > 0";

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private StoreRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new StoreRig(POSTGRES.database(), 10);
        rig.empty();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void w3ARecordReadAgainIsKeptOnceAndCountedOnce() throws Exception {
        List<FailedRow> rows = rows(0, 5);
        assertThat(rig.store.write(rig.chunkOf(rows)))
                .isEqualTo(new Stored(new Tally(0, 0, 0, Map.of("invalid_schema", 5))));
        rig.rewind(0);

        rig.store.write(rig.chunkOf(rows));

        assertThat(rig.stored.failed()).isEqualTo(5);
        assertThat(rig.stored.texts(COUNTS)).containsExactly("5|0|4");
        assertThat(rig.stored.texts("SELECT count::text FROM failure_groups")).containsExactly("5");
    }

    @Test
    void pastTheCapOfAnApplicationAndDayTheyAreOnlyCounted() throws Exception {
        rig.store.write(rig.chunkOf(rows(0, 8)));
        rig.store.write(rig.chunkOf(rows(8, 8)));

        assertThat(rig.stored.failed()).isEqualTo(10);
        assertThat(rig.stored.texts(COUNTS)).containsExactly("10|6|15");
        assertThat(rig.stored.texts("SELECT count::text FROM failure_groups")).containsExactly("16");
    }

    /** A replay has to know it, and it took three deaths to learn it. */
    @Test
    void aRecordWithWhichWritersDiedIsKeptPastTheCap() throws Exception {
        rig.store.write(rig.chunkOf(rows(0, 12)));

        rig.store.write(
                rig.chunkOf(List.of(row(12, "app", new Failure(Stage.WRITER, Failure.KILLS_WRITER, "", "x"), ""))));

        assertThat(rig.stored.texts("SELECT code FROM failed_events WHERE kafka_offset >= 10"))
                .containsExactly(Failure.KILLS_WRITER);
        assertThat(rig.stored.texts(COUNTS)).containsExactly("11|2|12");
    }

    @Test
    void aRecordWithWhichWritersDiedIsKeptOnceWhereAnOperatorWentBackToItToo() throws Exception {
        rig.rewind(1);
        rig.store.write(rig.chunkOf(rows(1, 12)));
        var deadly = List.of(row(0, "app", new Failure(Stage.WRITER, Failure.KILLS_WRITER, "", "x"), ""));

        rig.rewind(0);
        rig.store.write(rig.chunkOf(deadly));
        rig.rewind(0);
        rig.store.write(rig.chunkOf(deadly));

        assertThat(rig.stored.texts("SELECT code FROM failed_events WHERE kafka_offset = 0"))
                .containsExactly(Failure.KILLS_WRITER);
        assertThat(rig.stored.texts(COUNTS)).containsExactly("11|2|12");
    }

    @Test
    void w3WhatWasOverTheCapIsNotCountedAgain() throws Exception {
        List<FailedRow> rows = rows(0, 16);
        rig.store.write(rig.chunkOf(rows));
        rig.rewind(0);

        rig.store.write(rig.chunkOf(rows));

        assertThat(rig.stored.texts(COUNTS)).containsExactly("10|6|15");
        assertThat(rig.stored.texts("SELECT count::text FROM failure_groups")).containsExactly("16");
    }

    @Test
    void aRecordThatAnOperatorSkippedAndWentBackToIsKept() throws Exception {
        rig.rewind(100);
        rig.store.write(rig.chunkOf(rows(100, 2)));
        rig.rewind(0);

        rig.store.write(rig.chunkOf(rows(0, 3)));
        rig.rewind(0);
        rig.store.write(rig.chunkOf(rows(0, 3)));

        assertThat(rig.stored.failed()).isEqualTo(5);
        assertThat(rig.stored.texts(COUNTS)).containsExactly("5|0|101");
    }

    @Test
    void writersThatReachTheCapAtTheSameMomentKeepAChunkTooMuchAndCountExactly() throws Exception {
        rig.store.write(rig.chunkOf(rows(0, 2)));
        try (var other = new StoreRig(POSTGRES.database(), 10);
                Connection holder = rig.stored.connect();
                Statement lock = holder.createStatement();
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            rig.bePatient();
            other.bePatient();
            holder.setAutoCommit(false);
            lock.execute("LOCK TABLE failed_events IN SHARE MODE");
            Future<Outcome> one = threads.submit(() -> rig.store.write(rig.chunkOf(rows(2, 8))));
            Future<Outcome> two = threads.submit(() -> other.store.write(other.chunkOf(rows(0, 8))));
            Await.untilEqual("writers that have seen two kept and are to insert", 2L, () -> rig.stored.number(HALTED));
            holder.rollback();
            assertThat(one.get(3, TimeUnit.MINUTES)).isInstanceOf(Stored.class);
            assertThat(two.get(3, TimeUnit.MINUTES)).isInstanceOf(Stored.class);
            assertThat(rig.stored.failed())
                    .as("cap and the other writer's chunk")
                    .isEqualTo(18);

            rig.store.write(rig.chunkOf(rows(10, 4)));
            other.store.write(other.chunkOf(rows(8, 4)));
        }

        assertThat(rig.stored.failed()).isEqualTo(18);
        assertThat(rig.stored.texts("SELECT concat_ws('|', sum(kept), sum(over_cap)) FROM failed_counts"))
                .containsExactly("18|8");
        assertThat(rig.stored.texts("SELECT count::text FROM failure_groups")).containsExactly("26");
    }

    @Test
    void theCapOfOneApplicationIsNotAnothers() throws Exception {
        rig.store.write(rig.chunkOf(rows(0, 12)));
        rig.store.write(rig.chunkOf(List.of(row(12, "other", "invalid_schema", "{}"))));

        assertThat(rig.stored.number("SELECT count(*) FROM failed_events WHERE app_id = 'other'"))
                .isEqualTo(1);
    }

    @Test
    void aRecordThatDoesNotSayWhoseItIsIsKeptAndCountedToo() throws Exception {
        rig.store.write(rig.chunkOf(List.of(row(0, "", "missing_header", "{}"))));
        rig.rewind(0);
        rig.store.write(rig.chunkOf(List.of(row(0, "", "missing_header", "{}"))));

        assertThat(rig.stored.texts("SELECT coalesce(app_id, 'null') FROM failed_events"))
                .containsExactly("null");
        assertThat(rig.stored.texts("SELECT count::text FROM failure_groups")).containsExactly("1");
    }

    @Test
    void failuresOfAKindAreOneGroupWithARedactedSample() throws Exception {
        rig.store.write(rig.chunkOf(List.of(
                row(0, "app", "invalid_schema", "{\"user_id\":\"jane\",\"n\":1}"),
                row(1, "app", "invalid_schema", "{\"user_id\":\"john\"}"),
                row(2, "app", "invalid_unicode", "{}"))));

        assertThat(rig.stored.texts(
                        "SELECT concat_ws('|', code, field, stage, count, sample, state, first_seen = last_seen)"
                                + " FROM failure_groups ORDER BY code"))
                .containsExactly(
                        "invalid_schema|user_id|door|2|{\"user_id\":\"...\",\"n\":0}|open|t",
                        "invalid_unicode|user_id|door|1|{}|open|t");
    }

    @Test
    void aFailureThatComesBackOpensItsGroupAgain() throws Exception {
        rig.store.write(rig.chunkOf(rows(0, 1)));
        rig.stored.execute("UPDATE failure_groups SET state = 'resolved'");
        rig.store.write(rig.chunkOf(rows(1, 1)));
        assertThat(rig.stored.texts("SELECT state FROM failure_groups")).containsExactly("open");

        rig.stored.execute("UPDATE failure_groups SET state = 'muted'");
        rig.store.write(rig.chunkOf(rows(2, 1)));
        assertThat(rig.stored.texts("SELECT state FROM failure_groups")).containsExactly("muted");
    }

    @Test
    void whatPostgresqlsTextCannotHoldIsReplaced() throws Exception {
        rig.store.write(rig.chunkOf(List.of(row(0, "app\0", "co\0de\ud800", "{}"))));

        assertThat(rig.stored.texts("SELECT app_id || '|' || code FROM failed_events"))
                .containsExactly("app |co de?");
    }

    private static List<FailedRow> rows(long from, int count) {
        var rows = new ArrayList<FailedRow>();
        for (int i = 0; i < count; i++) {
            rows.add(row(from + i, "app", "invalid_schema", "{}"));
        }
        return rows;
    }

    private static FailedRow row(long offset, String app, String code, String raw) {
        return row(offset, app, new Failure(Stage.DOOR, code, "user_id", "a message"), raw);
    }

    private static FailedRow row(long offset, String app, Failure failure, String raw) {
        byte[] bytes = raw.getBytes(UTF_8);
        return new FailedRow(
                offset,
                TestRecords.RECEIVED_AT.toEpochMilli(),
                "org",
                app,
                null,
                null,
                failure,
                bytes,
                bytes.length,
                new byte[32]);
    }
}
