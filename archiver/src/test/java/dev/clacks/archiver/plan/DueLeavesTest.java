package dev.clacks.archiver.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class DueLeavesTest {

    private static final Leaf SHORT = leaf(30, LocalDate.of(2026, 1, 10));
    private static final Leaf LONG = leaf(90, LocalDate.of(2026, 1, 10));
    private static final Leaf LATER = leaf(30, LocalDate.of(2026, 1, 11));

    private static Leaf leaf(int days, LocalDate day) {
        Instant upper = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return new Leaf("events_r" + days, "partitions.events_r" + days + "_" + day, days, day, upper, false);
    }

    @Test
    void aLeafIsDueWhenItsYoungestPossibleEventHasTheAge() {
        Instant due = Instant.parse("2026-02-10T00:00:00Z");

        assertThat(DueLeaves.of(List.of(SHORT), due.minusNanos(1), null)).isEmpty();
        assertThat(DueLeaves.of(List.of(SHORT), due, null)).containsExactly(SHORT);
    }

    @Test
    void eachClassHasDaysOfItsOwnAndTheOldestDayComesFirst() {
        Instant now = Instant.parse("2026-03-01T00:00:00Z");

        assertThat(DueLeaves.of(List.of(LATER, LONG, SHORT), now, null)).containsExactly(SHORT, LATER);
    }

    @Test
    void oneAgeForAllClassesCountsInsteadOfTheirs() {
        Instant now = Instant.parse("2026-01-12T00:00:00Z");

        assertThat(DueLeaves.of(List.of(LONG, LATER), now, 1)).containsExactly(LONG);
    }
}
