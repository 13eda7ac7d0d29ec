package dev.clacks.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventCountsIT {
    private static final String TOTAL = "SELECT sum(events) FROM event_counts";
    private static final String FOLD = "SELECT fold_event_counts()";

    private final TestDatabase database = TestServer.shared().migrated();
    private final Session session = database.open();

    @AfterEach
    void close() {
        session.close();
    }

    @Test
    void foldingKeepsEverySumAndLeavesOneRowAKey() {
        String sums =
                "SELECT concat_ws(' ', org_id, app_id, event_type, hour, received_on, sum(events)) FROM event_counts"
                        + " GROUP BY org_id, app_id, event_type, hour, received_on ORDER BY 1";
        session.run("INSERT INTO event_counts (org_id, app_id, event_type, hour, received_on, events)"
                + " SELECT 'org', 'app' || n % 3, 't' || n % 5, '2026-11-24 00:00Z'::timestamptz + n % 7 * interval '1 hour', '2026-11-24', n"
                + " FROM generate_series(1, 2000) n");
        var before = session.column(sums);

        assertThat(session.value(FOLD)).isEqualTo("2000");
        assertThat(session.value("SELECT count(*) FROM event_counts")).isEqualTo("105");
        session.run(delta(5));
        session.run(delta(-5));
        assertThat(session.value(FOLD)).isEqualTo("2");

        assertThat(session.column(sums)).isEqualTo(before);
        assertThat(session.value(FOLD)).isEqualTo("0");
    }

    @Test
    void aLimitLeavesTheRestForTheNextTime() {
        for (int i = 0; i < 5; i++) {
            session.run(delta(1));
        }

        assertThat(session.value("SELECT fold_event_counts(3)")).isEqualTo("3");

        assertThat(session.value(TOTAL)).isEqualTo("5");
        assertThat(session.value("SELECT count(*) FROM event_counts")).isEqualTo("3");
    }

    @Test
    void readersAndWritersOfTheMeantimeMissNothing() throws Exception {
        int writes = 300;
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            Future<?> writer = threads.submit(() -> {
                try (Session own = database.open()) {
                    for (int i = 0; i < writes; i++) {
                        own.run(delta(1));
                    }
                }
            });
            Runnable folding = () -> {
                try (Session own = database.open()) {
                    while (!writer.isDone()) {
                        own.value(FOLD);
                    }
                }
            };
            Future<?> one = threads.submit(folding);
            Future<?> two = threads.submit(folding);
            long seen = 0;
            while (!writer.isDone()) {
                long now = Long.parseLong(session.value("SELECT coalesce(sum(events), 0) FROM event_counts"));
                assertThat(now).isGreaterThanOrEqualTo(seen);
                seen = now;
            }
            writer.get();
            one.get();
            two.get();
        }

        assertThat(session.value(TOTAL)).isEqualTo(Integer.toString(writes));
    }

    @Test
    void anHourIsAFullHour() {
        assertThat(session.refusal(delta(1).replace("00:00Z", "00:30Z")).getConstraint())
                .isEqualTo("event_counts_hour_full");
    }

    private static String delta(int events) {
        return "INSERT INTO event_counts (org_id, app_id, event_type, hour, received_on, events)"
                + " VALUES ('org', 'app0', 't0', '2026-11-24 00:00Z', '2026-11-24', " + events + ")";
    }
}
