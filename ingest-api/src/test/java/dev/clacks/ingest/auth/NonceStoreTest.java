package dev.clacks.ingest.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.auth.NonceStore.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class NonceStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final long SECOND = NOW.getEpochSecond();

    private final NonceStore store = new NonceStore(64_000, LONGEST);

    @Test
    void aNonceIsFreshOnce() {
        assertThat(store.use("app", "nonce-01", SECOND, NOW)).isEqualTo(Use.FRESH);
        assertThat(store.use("app", "nonce-01", SECOND, NOW)).isEqualTo(Use.REPLAYED);
    }

    @Test
    void eachApplicationHasItsOwn() {
        assertThat(store.use("app", "nonce-01", SECOND, NOW)).isEqualTo(Use.FRESH);
        assertThat(store.use("ap", "pnonce-01", SECOND, NOW)).isEqualTo(Use.FRESH);
        assertThat(store.use("other", "nonce-01", SECOND, NOW)).isEqualTo(Use.FRESH);
    }

    @Test
    void whatIsGivenBackIsFreshAgain() {
        store.use("app", "nonce-01", SECOND, NOW);
        store.giveBack("app", "nonce-01");
        assertThat(store.seen("app", "nonce-01", NOW)).isFalse();
        assertThat(store.use("app", "nonce-01", SECOND, NOW)).isEqualTo(Use.FRESH);
    }

    @Test
    void givingBackWhatWasNeverUsedDoesNothing() {
        store.giveBack("app", "nonce-01");
        assertThat(store.size()).isZero();
    }

    @Test
    void aNonceIsKeptUntilItsRequestCannotPassTheWindowAnyMore() {
        store.use("app", "nonce-01", SECOND + 600, NOW);
        assertThat(store.seen("app", "nonce-01", NOW.plusSeconds(1200))).isTrue();
        assertThat(store.use("app", "nonce-01", SECOND + 600, NOW.plusSeconds(1200)))
                .isEqualTo(Use.REPLAYED);
        assertThat(store.seen("app", "nonce-01", NOW.plusSeconds(1261))).isFalse();
    }

    @Test
    void aNonceIsKeptWhileTheLongestRequestIsUnderWayToo() {
        var patient = new NonceStore(64, Duration.ofSeconds(310));
        patient.use("app", "nonce-01", SECOND, NOW);
        assertThat(patient.seen("app", "nonce-01", NOW.plusSeconds(600 + 310))).isTrue();
        assertThat(patient.seen("app", "nonce-01", NOW.plusSeconds(600 + 341))).isFalse();
    }

    @Test
    void aFullStoreForgetsNothingAndSaysSo() {
        var small = new NonceStore(6_400, LONGEST);
        int fresh = 0;
        int full = 0;
        for (int i = 0; i < 20_000; i++) {
            switch (small.use("app", "nonce-" + i, SECOND, NOW)) {
                case FRESH -> fresh++;
                case FULL -> full++;
                case REPLAYED -> throw new AssertionError("never used: " + i);
            }
        }
        assertThat(fresh).isLessThanOrEqualTo(6_400).isGreaterThan(5_000);
        assertThat(full).isEqualTo(20_000 - fresh);
        assertThat(small.size()).isEqualTo(fresh);
        int remembered = 0;
        for (int i = 0; i < 20_000; i++) {
            remembered += small.seen("app", "nonce-" + i, NOW) ? 1 : 0;
        }
        assertThat(remembered).isEqualTo(fresh);
    }

    @Test
    void aFullStoreTakesNoncesAgainWhenTheOldOnesHaveExpired() {
        var small = new NonceStore(64, LONGEST);
        for (int i = 0; i < 1_000; i++) {
            small.use("app", "nonce-" + i, SECOND, NOW);
        }
        Instant later = NOW.plusSeconds(700);
        assertThat(small.use("app", "nonce-x", later.getEpochSecond(), later)).isEqualTo(Use.FRESH);
    }

    /** Whatever the order of uses, returns and time, it answers as a plain map would. */
    @Test
    void behavesAsAMapDoes() {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println("seed " + seed);
        var random = new Random(seed);
        Map<String, Long> model = new HashMap<>();
        Set<String> names = new HashSet<>();
        long now = SECOND;
        for (int step = 0; step < 100_000; step++) {
            now += random.nextInt(100) == 0 ? random.nextInt(40) : 0;
            String nonce = "nonce-" + random.nextInt(5_000);
            names.add(nonce);
            if (random.nextInt(4) == 0) {
                store.giveBack("app", nonce);
                model.remove(nonce);
            } else {
                boolean replayed = model.getOrDefault(nonce, 0L) > now;
                assertThat(store.use("app", nonce, now, Instant.ofEpochSecond(now)))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(replayed ? Use.REPLAYED : Use.FRESH);
                if (!replayed) {
                    model.put(nonce, now + 660);
                }
            }
        }
        assertThat(store.size()).isLessThanOrEqualTo(names.size());
    }
}
