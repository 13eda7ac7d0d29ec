package dev.clacks.ingest.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * A calendar month in UTC, over which quotas are counted.
 *
 * @param firstDay its first day
 * @param start when it begins
 * @param end when the next one begins
 */
public record Month(LocalDate firstDay, Instant start, Instant end) {

    /** The month of a moment. */
    public static Month of(Instant moment) {
        LocalDate first = LocalDate.ofInstant(moment, ZoneOffset.UTC).withDayOfMonth(1);
        return new Month(first, midnight(first), midnight(first.plusMonths(1)));
    }

    /** The first day of the month after. */
    public LocalDate nextFirstDay() {
        return firstDay.plusMonths(1);
    }

    public boolean contains(Instant moment) {
        return !moment.isBefore(start) && moment.isBefore(end);
    }

    private static Instant midnight(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
