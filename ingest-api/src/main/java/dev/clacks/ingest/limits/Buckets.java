package dev.clacks.ingest.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.time.Instant;

/**
 * A token bucket for each key: as much at once as a minute allows, refilled evenly, so that over any longer time
 * the rate holds. Buckets are this process's own. Thread-safe; nobody waits.
 *
 * <p>A bucket that nobody touched for two minutes is full and is forgotten, which changes nothing.
 */
final class Buckets<K> {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final long NANOS = 1_000_000_000;

    private record Sized(long perMinute, Bucket bucket) {}

    private final Cache<K, Sized> buckets;
    private final TimeMeter time;

    /** @param most how many buckets are kept at once; past it the ones that matter least are forgotten */
    Buckets(long most, TimeMeter time) {
        this.time = time;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterAccess(MINUTE.multipliedBy(2))
                .executor(Runnable::run)
                .build();
    }

    /** Takes one token out of a key's bucket, which is a new and full one where the rate has changed. */
    Rate take(K key, long perMinute, Instant now) {
        return take(key, perMinute, 1, now);
    }

    /** Takes so many at once, at least one, or none where there are fewer. */
    Rate take(K key, long perMinute, long tokens, Instant now) {
        Sized sized = buckets.get(key, _ -> fresh(perMinute));
        if (sized.perMinute != perMinute) {
            sized = buckets.asMap()
                    .compute(key, (_, old) -> old != null && old.perMinute == perMinute ? old : fresh(perMinute));
        }
        ConsumptionProbe probe = sized.bucket.tryConsumeAndReturnRemaining(tokens);
        return new Rate(
                probe.isConsumed(),
                perMinute,
                probe.getRemainingTokens(),
                probe.isConsumed() ? 0 : seconds(probe.getNanosToWaitForRefill()),
                now.getEpochSecond() + seconds(probe.getNanosToWaitForReset()));
    }

    long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private Sized fresh(long perMinute) {
        Bucket bucket = Bucket.builder()
                .addLimit(limit -> limit.capacity(perMinute).refillGreedy(perMinute, MINUTE))
                .withCustomTimePrecision(time)
                .build();
        return new Sized(perMinute, bucket);
    }

    private static int seconds(long nanos) {
        return (int) Math.max(1, (nanos + NANOS - 1) / NANOS);
    }
}
