package dev.clacks.writer.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.writer.chunk.FailedRow;
import dev.clacks.writer.chunk.Failure;
import dev.clacks.writer.chunk.Failure.Stage;
import dev.clacks.writer.chunk.RecordDecoder;
import dev.clacks.writer.chunk.TestRecords;
import dev.clacks.writer.store.Outcome.Stored;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W7: what was erased does not come back. */
class TombstonesIT {

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

    @Test
    void w7EventsOfAnErasedUserAreSkippedAndCounted() throws Exception {
        erase("app", "jane", TestRecords.RECEIVED_AT.plusMillis(1));
        List<TestEvent> events = rig.events.next(10);
        events.set(3, events.get(3).withUser("jane"));

        assertThat(rig.write(0, events)).isEqualTo(new Stored(new Tally(9, 0, 1, Map.of())));

        assertThat(rig.stored.number("SELECT count(*) FROM events WHERE user_id = 'jane'"))
                .isZero();
        assertThat(rig.counted()).isEqualTo(9);
        assertThat(rig.progress()).isEqualTo(10);
    }

    @Test
    void whatWasReceivedLaterIsStored() throws Exception {
        erase("app", "jane", TestRecords.RECEIVED_AT);

        rig.write(0, List.of(rig.events.next().withUser("jane")));

        assertThat(rig.stored.events()).isEqualTo(1);
    }

    @Test
    void anotherApplicationsUserOfThatNameIsNotErased() throws Exception {
        erase("other", "jane", TestRecords.RECEIVED_AT.plusMillis(1));

        rig.write(0, List.of(rig.events.next().withUser("jane")));

        assertThat(rig.stored.events()).isEqualTo(1);
    }

    @Test
    void w7AnEmptiedApplicationStaysEmpty() throws Exception {
        erase("app", null, TestRecords.RECEIVED_AT.plusMillis(1));

        assertThat(rig.write(0, rig.events.next(10))).isEqualTo(new Stored(new Tally(0, 0, 10, Map.of())));

        assertThat(rig.stored.events()).isZero();
    }

    @Test
    void w7WhatAnErasedUserSentAndNobodyCouldReadIsNotKeptEither() throws Exception {
        erase("app", "jane", TestRecords.RECEIVED_AT.plusMillis(1));
        var event = rig.row(0, rig.events.next().withUser("jane"));
        var failed = RecordDecoder.failed(event, new Failure(Stage.WRITER, "undecodable", "", ""));

        assertThat(rig.store.write(rig.chunkOf(List.of(failed)))).isEqualTo(new Stored(new Tally(0, 0, 1, Map.of())));

        assertThat(rig.stored.failed()).isZero();
    }

    @Test
    void anErasedUserTakesNobodyElsesFailedEventsAlong() throws Exception {
        erase("app", "e", TestRecords.RECEIVED_AT.plusMillis(1));
        List<FailedRow> rows = List.of(
                failed(0, "{\"user_id\":\"jane\",\"event\":{\"type\":\"e\",\"data\":{\"user_id\":\"e\"}}}"),
                failed(1, "{\"user_id\":\"jane\",\"event\":\"e"),
                failed(2, "{\"event\":{\"note\":\"the e\"}}"),
                failed(3, "e"));

        assertThat(rig.store.write(rig.chunkOf(rows)))
                .isEqualTo(new Stored(new Tally(0, 0, 0, Map.of("invalid_schema", 4))));

        assertThat(rig.stored.failed()).isEqualTo(4);
    }

    @Test
    void w7AnErasedUsersFailedEventsAreFoundEscapedCutOffOrBroken() throws Exception {
        erase("app", "jane", TestRecords.RECEIVED_AT.plusMillis(1));
        List<FailedRow> rows = List.of(
                failed(0, "{\"user_id\":\"j\\u0061ne\"}"),
                failed(1, "{\"user_id\":\"jane\",\"event\":{\"data\":\"" + "x".repeat(FailedRow.MAX_RAW)),
                failed(2, "{\"event\":nonsense,\"user_id\":\"jane\"}"),
                failed(3, "{\"user_id\":\"janet\"}"),
                failed(4, "{\"event\":{\"user_id\":\"jane\"}}"));

        assertThat(rig.store.write(rig.chunkOf(rows)))
                .isEqualTo(new Stored(new Tally(0, 0, 4, Map.of("invalid_schema", 1))));

        assertThat(rig.stored.texts("SELECT kafka_offset FROM failed_events")).containsExactly("3");
    }

    @Test
    void w7AFailedEventIsNotStoredOnceItsUserWasErasedAndADryRunSaysSo() throws Exception {
        rig.store.write(rig.chunkOf(List.of(failed(0, "{\"user_id\":\"jane\"}"))));
        erase("app", "jane", TestRecords.RECEIVED_AT.plusMillis(1));
        var again = rig.chunk(0, List.of(rig.events.next().withUser("jane")));
        var dryRun = new DryRunStore(rig.session, InstantSource.system());

        assertThat(dryRun.write(again)).isEqualTo(new Stored(new Tally(0, 0, 1, Map.of())));
        rig.rewind(0);
        assertThat(rig.store.write(again)).isEqualTo(new Stored(new Tally(0, 0, 1, Map.of())));

        assertThat(rig.stored.events()).isZero();
    }

    private static FailedRow failed(long offset, String raw) {
        byte[] bytes = Arrays.copyOf(raw.getBytes(UTF_8), Math.min(raw.length(), FailedRow.MAX_RAW));
        return new FailedRow(
                offset,
                TestRecords.RECEIVED_AT.toEpochMilli(),
                "org",
                "app",
                null,
                null,
                new Failure(Stage.DOOR, "invalid_schema", "", ""),
                bytes,
                raw.length(),
                new byte[32]);
    }

    private void erase(String app, @Nullable String user, Instant receivedBefore) throws Exception {
        rig.stored.execute(
                "INSERT INTO tombstones (org_id, app_id, user_id, received_before) VALUES ('org', ?, ?, ?::timestamptz)",
                app,
                user,
                receivedBefore.toString());
    }
}
