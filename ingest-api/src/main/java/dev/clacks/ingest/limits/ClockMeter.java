package dev.clacks.ingest.limits;

import io.github.bucket4j.TimeMeter;
import java.time.Instant;
import java.time.InstantSource;

/** Measures rates by a clock that never goes back. */
public record ClockMeter(InstantSource clock) implements TimeMeter {

    /** What rates are measured by: the system's clock may be set back, and then nothing would pass until it caught up. */
    public static TimeMeter of(InstantSource clock) {
        return clock.equals(InstantSource.system()) ? TimeMeter.SYSTEM_NANOTIME : new ClockMeter(clock);
    }

    @Override
    public long currentTimeNanos() {
        Instant now = clock.instant();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }

    @Override
    public boolean isWallClockBased() {
        return true;
    }
}
