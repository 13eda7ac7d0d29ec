package dev.clacks.ingest.stats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.config.StatisticsSettings;
import dev.clacks.ingest.metrics.IngestMetrics;
import dev.clacks.testkit.time.Await;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StatisticsCacheTest {

    private static final Period DAY = new Period(
            Instant.parse("2026-11-26T00:00:00Z"), Instant.parse("2026-11-27T00:00:00Z"), Interval.DAY, false);
    private static final StatisticsQuery QUERY = new StatisticsQuery("org", "app", DAY);

    /** Longer than any test here takes, but for the one that waits for its end. */
    private static final Duration PATIENCE = Duration.minutes(5);

    private final AtomicInteger readings = new AtomicInteger();
    private final AtomicLong nanos = new AtomicLong();
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private StatisticsCache cache = cache(_ -> counted(readings.incrementAndGet()), PATIENCE);

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void whatWasReadIsGivenAgainForAMinuteAndNoLonger() throws Exception {
        assertThat(events(cache.answer(QUERY))).isEqualTo(1);
        advance(59);
        Answer kept = cache.answer(QUERY);
        assertThat(events(kept)).isEqualTo(1);
        assertThat(kept.headers()).anySatisfy(header -> {
            assertThat(header.name()).isEqualTo("Cache-Control");
            assertThat(header.value()).isEqualTo("private, max-age=1");
        });

        advance(1);

        assertThat(events(cache.answer(QUERY))).isEqualTo(2);
        assertThat(readings).hasValue(2);
    }

    @Test
    void whoAsksForSomethingElseIsNotGivenTheSame() throws Exception {
        assertThat(events(cache.answer(QUERY))).isEqualTo(1);

        assertThat(events(cache.answer(new StatisticsQuery("org", null, DAY)))).isEqualTo(2);
        assertThat(events(cache.answer(
                        new StatisticsQuery("org", "app", new Period(DAY.from(), DAY.to(), Interval.DAY, true)))))
                .isEqualTo(3);
    }

    @Test
    void memoryIsBounded() throws Exception {
        for (int app = 0; app < 5_000; app++) {
            cache.answer(new StatisticsQuery("org", "app" + app, DAY));
        }
        Await.untilTrue("the oldest to be forgotten", () -> {
            int before = readings.get();
            for (int app = 0; app < 5_000; app++) {
                cache.answer(new StatisticsQuery("org", "app" + app, DAY));
            }
            return readings.get() - before > 2_000;
        });
    }

    @Test
    void aFailureIsAnswered503AndNotKept() throws Exception {
        use(_ -> {
            if (readings.incrementAndGet() == 1) {
                throw new SQLException("gone", "08006");
            }
            return counted(readings.get());
        });

        assertThatThrownBy(() -> cache.answer(QUERY)).isInstanceOfSatisfying(RefusedException.class, refused -> {
            assertThat(refused.refusal().code()).isEqualTo(Code.DATABASE_UNAVAILABLE);
            assertThat(refused.refusal().retryAfterSeconds()).isPositive();
        });
        assertThat(events(cache.answer(QUERY))).isEqualTo(2);
    }

    @Test
    void whatIsKeptIsGivenThoughOthersWait() throws Exception {
        var go = new CountDownLatch(1);
        use(query -> {
            if (readings.incrementAndGet() > 1) {
                waitFor(go);
            }
            return counted(7);
        });
        cache.answer(QUERY);
        try (ExecutorService callers = Executors.newCachedThreadPool()) {
            for (int i = 0; i < 60; i++) {
                var query = new StatisticsQuery("org" + i, "app", DAY);
                var _ = callers.submit(() -> cache.answer(query));
            }
            Await.untilTrue("others to be refused", () -> refusals("callers") + refusals("queue") > 0);

            assertThat(events(cache.answer(QUERY))).isEqualTo(7);
            go.countDown();
        }
    }

    @Test
    void aQueryThatTakesTooLongSaysWhatToAskForInstead() {
        use(_ -> {
            throw new SQLException("canceling statement due to statement timeout", "57014");
        });

        assertThatThrownBy(() -> cache.answer(QUERY)).hasMessageContaining("ask for less time");
    }

    @Test
    void aBugIsNoTroubleOfTheDatabase() {
        use(_ -> {
            throw new IllegalArgumentException("a bug");
        });

        assertThatThrownBy(() -> cache.answer(QUERY))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("a bug");
    }

    @Test
    void thoseWhoWantTheSameWaitForOneReading() throws Exception {
        var go = new CountDownLatch(1);
        use(_ -> {
            int number = readings.incrementAndGet();
            waitFor(go);
            return counted(number);
        });
        try (ExecutorService callers = Executors.newFixedThreadPool(8)) {
            var answers = new ArrayList<Future<Answer>>();
            for (int i = 0; i < 8; i++) {
                answers.add(callers.submit(() -> cache.answer(QUERY)));
            }
            Await.untilEqual("readings", 1, readings::get);
            go.countDown();
            for (Future<Answer> answer : answers) {
                assertThat(events(answer.get())).isEqualTo(1);
            }
        }
        assertThat(readings).hasValue(1);
    }

    @Test
    void aDatabaseThatDoesNotAnswerHoldsUpFewAndNotForLong() throws Exception {
        var go = new CountDownLatch(1);
        use(
                _ -> {
                    readings.incrementAndGet();
                    waitFor(go);
                    return counted(1);
                },
                Duration.milliseconds(100));
        List<Future<Optional<Code>>> outcomes = new ArrayList<>();
        try (ExecutorService callers = Executors.newCachedThreadPool()) {
            for (int i = 0; i < 60; i++) {
                var query = new StatisticsQuery("org" + i, "app", DAY);
                outcomes.add(callers.submit(() -> refusal(query)));
            }
            for (Future<Optional<Code>> outcome : outcomes) {
                assertThat(outcome.get()).contains(Code.DATABASE_UNAVAILABLE);
            }
        }
        assertThat(readings).as("as many as statistics.queries").hasValue(2);
        assertThat(refusals("callers") + refusals("queue"))
                .as("no room to wait")
                .isGreaterThanOrEqualTo(60 - 2 * 16);
        assertThat(refusals("timeout")).isPositive();
        assertThat(refusals("callers") + refusals("queue") + refusals("timeout"))
                .isEqualTo(60);
        go.countDown();
        awaitAnswered("org0", 1);
    }

    @Test
    void oneOrganisationGetsAQuarterOfThePlacesAndOthersGoOn() throws Exception {
        var go = new CountDownLatch(1);
        var greedy = new AtomicInteger();
        use(query -> {
            if (query.orgId().equals("greedy")) {
                greedy.incrementAndGet();
                waitFor(go);
            }
            return counted(7);
        });
        List<Future<Optional<Code>>> outcomes = new ArrayList<>();
        try (ExecutorService callers = Executors.newCachedThreadPool()) {
            for (int i = 0; i < 60; i++) {
                var query = new StatisticsQuery("greedy", "app" + i, DAY);
                outcomes.add(callers.submit(() -> refusal(query)));
            }
            Await.untilEqual("the surplus to be refused", 56.0, () -> refusals("organisation"));
            Await.untilEqual("a reading that hangs", 1, greedy::get);
            for (int i = 0; i < 40; i++) {
                assertThat(events(cache.answer(new StatisticsQuery("other" + i, "app", DAY))))
                        .isEqualTo(7);
            }
            assertThat(greedy).as("one of two threads").hasValue(1);
            go.countDown();
        }
        var codes = new ArrayList<Optional<Code>>();
        for (Future<Optional<Code>> outcome : outcomes) {
            codes.add(outcome.get());
        }
        assertThat(codes).containsOnly(Optional.of(Code.OVERLOADED), Optional.empty());
        assertThat(codes.stream().filter(Optional::isEmpty)).hasSize(4);
        awaitAnswered("greedy", 7);
    }

    /** Why it was refused; empty where it was answered. */
    private Optional<Code> refusal(StatisticsQuery query) {
        try {
            cache.answer(query);
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(e.refusal().code());
        }
    }

    private void awaitAnswered(String organisation, long events) {
        Await.untilEqual(
                "its turn to come again",
                events,
                () -> events(cache.answer(new StatisticsQuery(organisation, "later", DAY))));
    }

    private void use(StatisticsSource source) {
        use(source, PATIENCE);
    }

    private void use(StatisticsSource source, Duration queryTimeout) {
        cache.close();
        readings.set(0);
        cache = cache(source, queryTimeout);
    }

    private StatisticsCache cache(StatisticsSource source, Duration queryTimeout) {
        var settings = new StatisticsSettings(Duration.seconds(60), DataSize.mebibytes(1), 2, queryTimeout);
        registry.clear();
        return new StatisticsCache(source, settings, new IngestMetrics(registry), nanos::get);
    }

    private double refusals(String reason) {
        return registry.scrape().stream()
                .filter(metric -> metric.getMetadata().getName().equals("ingest_statistics_refusals"))
                .flatMap(metric -> metric.getDataPoints().stream())
                .filter(point -> point.getLabels().get("reason").equals(reason))
                .mapToDouble(point -> ((io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot)
                                point)
                        .getValue())
                .sum();
    }

    private void advance(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private static Statistics counted(long events) {
        return new Statistics(null, new long[] {events}, List.of());
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static long events(Answer answer) {
        String body = new String(answer.body(), UTF_8);
        return Long.parseLong(body.replaceAll(".*\"events\":(\\d+),\"buckets\".*", "$1"));
    }
}
