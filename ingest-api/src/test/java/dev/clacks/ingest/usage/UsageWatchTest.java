package dev.clacks.ingest.usage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.lifecycle.ManagedLoop;
import dev.clacks.ingest.auth.CredentialSource;
import dev.clacks.ingest.auth.CredentialStore;
import dev.clacks.ingest.auth.Credentials;
import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.metrics.IngestMetrics;
import dev.clacks.ingest.tiers.Tier;
import dev.clacks.ingest.tiers.Tiers;
import dev.clacks.testkit.time.Await;
import dev.clacks.testkit.time.ManualClock;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A watch of two pages of applications, which does not rest: it was told to stop before. */
final class UsageWatchTest {

    private final ManualClock clock = ManualClock.at("2026-11-24T12:00:00Z");
    private final List<KnownApplication> all = IntStream.range(0, UsagePass.PAGE + 1)
            .mapToObj(n -> new KnownApplication(
                    "org" + n, "org-uuid" + n, "app" + n, "uuid" + n, "free", false, false, List.of()))
            .toList();
    private final CredentialStore store = new CredentialStore(
            new Source(),
            new CredentialStore.Ages(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(2)),
            System::nanoTime);
    private final ManagedLoop loop =
            new ManagedLoop("test", store, Duration.ofMinutes(1), Duration.ofSeconds(5), clock);
    private final QuotaBook book = new QuotaBook(new Quotas(
            new Tiers(Map.of(Tiers.OTHER, new Tier(1, Tier.UNLIMITED_BYTES, 100, 30, 1000, 10))), 10));
    private final UsageWatch watch = new UsageWatch(
            book,
            this::ofApplications,
            store,
            Duration.ofSeconds(5),
            new IngestMetrics(new PrometheusRegistry()),
            clock);
    private boolean broken;

    @AfterEach
    void stop() throws InterruptedException {
        loop.stop();
    }

    @ParameterizedTest
    @CsvSource({
        "PT5S, PT0.001S, PT5S",
        "PT5S, PT0.263S, PT5S",
        "PT5S, PT1S,     PT19S",
        "PT5S, PT10S,    PT30S",
        "PT0S, PT0.001S, PT0.019S",
        "PT0S, PT10S,    PT30S"
    })
    void aReadingTakesATwentiethOfTheTimeAtMost(Duration interval, Duration took, Duration rest) {
        assertThat(UsageWatch.rest(interval, took)).isEqualTo(rest);
    }

    @Test
    void aTurnReadsOnePageAndTheAgeIsThatOfTheLastTimeAllWereRead() throws InterruptedException {
        started();
        watch.take();
        assertThat(used(0)).isEqualTo(7);
        assertThat(watch.ageSeconds()).isInfinite();
        clock.advance(Duration.ofSeconds(3));
        watch.take();
        assertThat(used(UsagePass.PAGE)).isEqualTo(7);
        assertThat(watch.ageSeconds()).isEqualTo(3);
        assertThat(book.known()).isTrue();
    }

    @Test
    void whatFailsIsTriedAgainInTheNextPassAndTheOthersAreRead() throws InterruptedException {
        started();
        broken = true;
        watch.take();
        broken = false;
        watch.take();
        assertThat(watch.ageSeconds()).isInfinite();
        assertThat(book.known()).isFalse();
        assertThat(used(0)).isZero();
        assertThat(used(UsagePass.PAGE)).isEqualTo(7);
        watch.take();
        watch.take();
        assertThat(used(0)).isEqualTo(7);
        assertThat(watch.ageSeconds()).isZero();
    }

    private void started() {
        loop.start();
        Await.untilTrue("the credentials", () -> store.current() != null);
        watch.wakeUp();
    }

    private long used(int application) {
        return requireNonNull(book.of(all.get(application), clock.instant())).used();
    }

    private Map<String, Long> ofApplications(Collection<String> appIds, Month month) throws SQLException {
        if (broken) {
            throw new SQLException("canceling statement due to statement timeout", "57014");
        }
        return Map.of("app0", 7L, "app" + UsagePass.PAGE, 7L);
    }

    private final class Source implements CredentialSource {
        @Override
        public Loaded load() {
            return new Loaded(new Credentials(all, Map.of()), new Mark("1", 0, ""));
        }

        @Override
        public boolean changedSince(Loaded loaded) {
            return false;
        }
    }
}
