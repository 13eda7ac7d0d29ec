package dev.clacks.writer.failed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.app.UserErrorException;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.junit.TestDatabase;
import dev.clacks.writer.Stored;
import dev.clacks.writer.failed.FailedEvents.Page;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A list that is read page by page. */
class FailedListIT {

    private static final FailedFilter ALL = new FailedFilter(null, null, null, null, null, null, null);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private TestDatabase database;

    @BeforeEach
    void ten() throws Exception {
        database = POSTGRES.database();
        Stored stored = Stored.in(database);
        stored.execute("DELETE FROM failed_events");
        stored.execute("SELECT ensure_failed_partition(date '2026-11-25')");
        // Of two partitions, two received at the same time each.
        stored.execute("""
                INSERT INTO failed_events (received_at, kafka_offset, kafka_partition, kafka_topic_id, raw_length, stage, code,
                    fingerprint, raw_sha256, raw)
                SELECT timestamptz '2026-11-25 10:00:00.123456Z' + n / 2 * interval '1 second', n, n % 2,
                    '550e8400-e29b-41d4-a716-446655440000', 1, 'door', 'invalid_schema', 'f', sha256('x'), 'x'
                FROM generate_series(0, 9) n""");
    }

    @Test
    void itsPagesAreTheWholeListTheLatestFirst() throws Exception {
        var offsets = new ArrayList<String>();
        @Nullable String after = null;
        do {
            Page page = page(after);
            page.events()
                    .forEach(event ->
                            offsets.add(event.key().substring(event.key().lastIndexOf('/') + 1)));
            after = page.next();
        } while (after != null);

        assertThat(offsets).containsExactly("9", "8", "7", "6", "5", "4", "3", "2", "1", "0");
    }

    @Test
    void itGoesOnWhereItStoodWhenThatOneHasGoneMeanwhile() throws Exception {
        Page first = page(null);
        Stored.in(database).execute("DELETE FROM failed_events WHERE kafka_offset >= 6");

        assertThat(page(first.next()).events())
                .extracting(FailedEvent::key)
                .isEqualTo(page(null).events().stream().map(FailedEvent::key).toList());
        Stored.in(database).execute("DELETE FROM failed_events");
        assertThat(page(first.next())).isEqualTo(new Page(List.of(), null));
    }

    @Test
    void aStateThatThereIsNotIsRefusedAndSoIsAPlaceWithoutItsTime() throws Exception {
        try (Connection connection = database.connect(DatabaseRole.WRITER)) {
            assertThatThrownBy(() -> FailedEvents.list(connection, ALL, "open", null, 3))
                    .isInstanceOf(UserErrorException.class)
                    .hasMessageContaining("failed, replayed, discarded");
        }
        assertThatThrownBy(() -> FailedPlace.parse("550e8400-e29b-41d4-a716-446655440000/0/7"))
                .isInstanceOf(UserErrorException.class);
    }

    private Page page(@Nullable String after) throws Exception {
        try (Connection connection = database.connect(DatabaseRole.WRITER)) {
            return FailedEvents.list(connection, ALL, "failed", after == null ? null : FailedPlace.parse(after), 4);
        }
    }
}
