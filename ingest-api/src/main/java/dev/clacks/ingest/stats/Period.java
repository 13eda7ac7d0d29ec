package dev.clacks.ingest.stats;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RefusedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to see: which time, in buckets of which length, and whether by type. Immutable.
 *
 * @param from beginning of the first bucket
 * @param to end of the last one, itself not in it
 * @param byType whether the counts are also told by event type
 */
record Period(Instant from, Instant to, Interval interval, boolean byType) {

    /** An answer is bounded: 41 days of hours, or nearly three years of days. */
    static final int MOST_BUCKETS = 1_000;

    private static final List<String> PARAMETERS = List.of("from", "group_by", "interval", "to");
    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    /**
     * The period that a query's parameters ask for. {@code from} goes back, and {@code to} on, to the beginning of a bucket.
     * Where {@code to} is absent, the last bucket is the one that now is; where {@code from} is, so many buckets are shown as
     * are usual.
     *
     * @throws RefusedException 400 with what to change
     */
    static Period of(Map<String, String> query, Instant now) throws RefusedException {
        if (!PARAMETERS.containsAll(query.keySet())) {
            throw invalid("The parameters are " + String.join(", ", PARAMETERS) + ", and no others.");
        }
        Interval interval = interval(query.get("interval"));
        boolean byType = byType(query.get("group_by"));
        Instant last = time("to", query.get("to"));
        Instant first = time("from", query.get("from"));
        Instant to = last == null ? interval.plus(interval.floor(now), 1) : interval.ceiling(last);
        Instant from = first == null ? interval.plus(to, -interval.usual()) : interval.floor(first);
        if (!from.isBefore(to)) {
            throw invalid("from must be before to, which is " + to + ".");
        }
        long buckets = interval.between(from, to);
        if (buckets > MOST_BUCKETS) {
            throw invalid(
                    "From %s to %s there are %d buckets of one %s, more than %d: ask for less time or a longer interval."
                            .formatted(from, to, buckets, interval.text(), MOST_BUCKETS));
        }
        return new Period(from, to, interval, byType);
    }

    /** How many buckets there are. */
    int buckets() {
        return (int) interval.between(from, to);
    }

    /** The place of the bucket that begins at this instant, from 0. */
    int index(Instant start) {
        return (int) interval.between(from, start);
    }

    private static Interval interval(@Nullable String text) throws RefusedException {
        Interval interval = text == null ? Interval.DAY : Interval.of(text);
        if (interval == null) {
            throw invalid("interval is hour, day or month.");
        }
        return interval;
    }

    private static boolean byType(@Nullable String text) throws RefusedException {
        if (text != null && !text.equals("type")) {
            throw invalid("group_by is type, or absent.");
        }
        return text != null;
    }

    private static @Nullable Instant time(String name, @Nullable String text) throws RefusedException {
        if (text == null) {
            return null;
        }
        try {
            Instant time = text.length() == 10
                    ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text).toInstant();
            if (!time.isBefore(EARLIEST) && !time.isAfter(LATEST)) {
                return time;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw invalid(name
                + " is a date such as 2026-11-26 or an RFC 3339 time such as 2026-11-26T10:00:00Z, from the years 1970 to"
                + " 9998; a plus sign in it is written %2B.");
    }

    private static RefusedException invalid(String message) {
        return new RefusedException(Code.INVALID_REQUEST, message);
    }
}
