package dev.clacks.ingest.auth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.lifecycle.ManagedLoop;
import dev.clacks.testkit.time.Await;
import dev.clacks.testkit.time.ManualClock;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CredentialStoreTest {

    private static final CredentialStore.Ages AGES =
            new CredentialStore.Ages(Duration.ofDays(1), Duration.ofSeconds(2), Duration.ofHours(1));

    /** Its origin is arbitrary, and it may pass from the greatest number to the least. */
    private final AtomicLong nanos =
            new AtomicLong(Long.MAX_VALUE - Duration.ofMinutes(20).toNanos());

    private final Source source = new Source();
    private final CredentialStore store = new CredentialStore(source, AGES, nanos::get);
    private final ManagedLoop loop = new ManagedLoop(
            "test", store, Duration.ofMinutes(1), Duration.ofSeconds(5), ManualClock.at("2026-11-24T12:00:00Z"));

    @AfterEach
    void stop() throws InterruptedException {
        loop.stop();
    }

    @Test
    void hasNothingBeforeTheFirstLook() {
        assertThat(store.current()).isNull();
        assertThat(store.ageSeconds()).isInfinite();
    }

    @Test
    void servesUntilTheHardAgeAndNotASecondLonger() {
        started();
        advance(Duration.ofHours(1));
        assertThat(store.current()).isNotNull();
        assertThat(store.ageSeconds()).isEqualTo(3600);
        advance(Duration.ofMillis(1));
        assertThat(store.current()).isNull();
    }

    @Test
    void aLookThatFindsNothingNewMakesItYoungAgain() {
        started();
        advance(Duration.ofMinutes(59));
        store.refresh();
        Await.untilEqual("age", 0.0, store::ageSeconds);
        assertThat(source.loads).hasValue(1);
    }

    @Test
    void whatFailsLeavesTheOldOnesAndTheirAge() {
        started();
        source.broken = true;
        advance(Duration.ofMinutes(30));
        for (int look = 0; look < 2; look++) {
            // when the second one has begun, the first one has ended
            int looks = source.looks.get();
            store.refresh();
            Await.untilTrue("a look", () -> source.looks.get() > looks);
        }
        assertThat(store.current()).isNotNull();
        assertThat(store.ageSeconds()).isEqualTo(1800);
        source.broken = false;
        store.refresh();
        Await.untilEqual("age", 0.0, store::ageSeconds);
        assertThat(loop.liveness().ask().ok()).isTrue();
    }

    @Test
    void everythingIsReadAnewWhenSomethingChanged() {
        started();
        source.changed = true;
        store.refresh();
        Await.untilEqual("loads", 2, source.loads::get);
    }

    @Test
    void somebodyUnknownCausesOneLookAndThenNoneForAWhile() throws Exception {
        started();
        int looks = source.looks.get();
        CompletableFuture<Void> look = requireNonNull(store.refreshForUnknown());
        look.get(1, TimeUnit.MINUTES);
        Await.untilTrue("a look", () -> source.looks.get() == looks + 1);
        assertThat(store.refreshForUnknown()).isNull();
        advance(Duration.ofSeconds(2));
        assertThat(store.refreshForUnknown()).isNotNull();
    }

    @Test
    void somebodyUnknownDoesNotWaitForADatabaseThatHangs() throws Exception {
        started();
        source.hanging = true;
        try {
            CompletableFuture<Void> look = requireNonNull(store.refreshForUnknown());
            look.get(1, TimeUnit.MINUTES);
        } finally {
            source.hanging = false;
        }
    }

    private void advance(Duration by) {
        nanos.addAndGet(by.toNanos());
    }

    private void started() {
        loop.start();
        Await.untilTrue("the first load", () -> store.current() != null);
    }

    private static final class Source implements CredentialSource {
        private final AtomicInteger loads = new AtomicInteger();
        private final AtomicInteger looks = new AtomicInteger();
        private volatile boolean broken;
        private volatile boolean changed;
        private volatile boolean hanging;

        @Override
        public Loaded load() {
            loads.incrementAndGet();
            return new Loaded(new Credentials(List.of(), Map.of()), new Mark("1", 0, ""));
        }

        @Override
        public boolean changedSince(Loaded loaded) throws SQLException {
            looks.incrementAndGet();
            while (hanging) {
                Thread.onSpinWait();
            }
            if (broken) {
                throw new SQLException("away");
            }
            return changed;
        }
    }
}
