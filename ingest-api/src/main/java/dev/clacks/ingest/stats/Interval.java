package dev.clacks.ingest.stats;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How long a bucket is. Buckets begin at full hours, days and months of UTC, so each has its whole length all year round. */
enum Interval {
    HOUR(ChronoUnit.HOURS, 24),
    DAY(ChronoUnit.DAYS, 30),
    MONTH(ChronoUnit.MONTHS, 12);

    private final ChronoUnit unit;
    private final int usual;

    Interval(ChronoUnit unit, int usual) {
        this.unit = unit;
        this.usual = usual;
    }

    /** The interval of that name, or null. */
    static @Nullable Interval of(String text) {
        for (Interval interval : values()) {
            if (interval.text().equals(text)) {
                return interval;
            }
        }
        return null;
    }

    /** As callers and PostgreSQL's date_trunc call it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** How many buckets are shown to those who do not say. */
    int usual() {
        return usual;
    }

    /** The beginning of the bucket that holds the instant. */
    Instant floor(Instant at) {
        OffsetDateTime utc = at.atOffset(ZoneOffset.UTC);
        return this == MONTH
                ? utc.truncatedTo(ChronoUnit.DAYS).withDayOfMonth(1).toInstant()
                : utc.truncatedTo(unit).toInstant();
    }

    /** The first beginning of a bucket that is not before the instant. */
    Instant ceiling(Instant at) {
        Instant floor = floor(at);
        return floor.equals(at) ? at : plus(floor, 1);
    }

    /** The beginning of the bucket so many further on, or back. */
    Instant plus(Instant start, long buckets) {
        return start.atOffset(ZoneOffset.UTC).plus(buckets, unit).toInstant();
    }

    /** How many buckets lie between two beginnings. */
    long between(Instant from, Instant to) {
        return unit.between(from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC));
    }
}
