package dev.clacks.writer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.writer.Stored;
import dev.clacks.writer.chunk.Row;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** W3: two writers among copies, refused rows, rewinds and lost connections, while upkeep folds; the counts are the rows. */
class CountsStayExactIT {

    private static final int EVENTS = 1_200;
    private static final int MOST_A_CHUNK = 150;
    private static final List<String> ORGANISATIONS = List.of("org", "org2", "org3");

    private static final String ROWS = "SELECT concat_ws('|', org_id, app_id, event_type,"
            + " date_bin('1 hour', \"timestamp\", '2000-01-01 00:00:00+00'),"
            + " (received_at AT TIME ZONE 'UTC')::date, count(*)) FROM events"
            + " GROUP BY org_id, app_id, event_type, date_bin('1 hour', \"timestamp\", '2000-01-01 00:00:00+00'),"
            + " (received_at AT TIME ZONE 'UTC')::date ORDER BY 1";
    private static final String COUNTS =
            "SELECT concat_ws('|', org_id, app_id, event_type, hour, received_on, sum(events))"
                    + " FROM event_counts GROUP BY org_id, app_id, event_type, hour, received_on ORDER BY 1";
    private static final String CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            + " WHERE application_name = 'test' AND datname = current_database() AND pid <> pg_backend_pid()";

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @Test
    void countsAreTheRowsWhateverHappens() throws Exception {
        long seed = Long.getLong("seed", ThreadLocalRandom.current().nextLong());
        System.out.println("seed: " + seed);
        try (var first = StoreRig.seeded(POSTGRES.database(), seed);
                var second = StoreRig.seeded(POSTGRES.database(), seed + 1)) {
            first.raiseOnDemand();
            List<TestEvent> shared = first.events.next(EVENTS / 3);
            List<Row> log = log(first, shared, seed);
            drain(first, log, seed);
            first.rewind(0);
            Future<?> again = inBackground(() -> drain(first, log, seed + 1));
            Future<?> other = inBackground(() -> drain(second, log(second, shared, seed + 2), seed + 2));
            Stored folding = first.stored;
            long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(5);
            while ((!other.isDone() || !again.isDone()) && System.nanoTime() < deadline) {
                folding.number("SELECT fold_event_counts()");
            }
            other.get(1, TimeUnit.SECONDS);
            again.get(1, TimeUnit.SECONDS);

            assertThat(first.stored.texts(COUNTS)).isEqualTo(first.stored.texts(ROWS));
            first.stored.number("SELECT fold_event_counts()");
            assertThat(first.stored.texts(COUNTS)).isEqualTo(first.stored.texts(ROWS));
            assertThat(first.stored.events()).isGreaterThan(EVENTS);
            assertThat(first.stored.number("SELECT count(*) FROM failed_events"))
                    .isPositive();
        }
    }

    /** In a thread that nobody has to wait for, should it never end. */
    private static Future<Integer> inBackground(Callable<Integer> work) {
        var task = new FutureTask<>(work);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }

    /** What one partition holds: new events, some that the other partition holds too, copies, and some that are refused. */
    private static List<Row> log(StoreRig rig, List<TestEvent> shared, long seed) {
        var random = new Random(seed);
        var events = new ArrayList<TestEvent>();
        var rows = new ArrayList<Row>();
        for (int offset = 0; offset < EVENTS; offset++) {
            TestEvent event = switch (random.nextInt(10)) {
                case 0, 1 -> shared.get(random.nextInt(shared.size()));
                case 2 -> events.isEmpty() ? rig.events.next() : events.get(random.nextInt(events.size()));
                default -> random.nextInt(150) == 0 ? rig.events.next().withType("raise:22000") : rig.events.next();
            };
            events.add(event);
            int organisation = Math.floorMod(event.eventId().hashCode(), ORGANISATIONS.size());
            rows.add(rig.row(offset, ORGANISATIONS.get(organisation), event));
        }
        return rows;
    }

    /** Writes all of it, with rewinds and cut connections on the way. */
    private static int drain(StoreRig rig, List<Row> log, long seed) throws SQLException {
        var random = new Random(seed);
        int attempts = 0;
        for (int at = 0; at < log.size(); at = (int) rig.progress()) {
            int to = Math.min(log.size(), at + 1 + random.nextInt(MOST_A_CHUNK));
            rig.store.write(rig.chunkOf(log.subList(at, to)));
            if (random.nextInt(20) == 0) {
                rig.rewind(random.nextInt(to));
            }
            if (random.nextInt(20) == 0) {
                rig.stored.texts(CUT);
            }
            attempts++;
        }
        return attempts;
    }
}
