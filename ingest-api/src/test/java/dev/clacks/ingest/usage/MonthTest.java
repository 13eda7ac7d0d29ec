package dev.clacks.ingest.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MonthTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-01T00:00:00Z, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
        "2026-11-30T23:59:59.999999999Z, 2026-11-01T00:00:00Z, 2026-12-01T00:00:00Z",
        "2026-12-31T23:30:00Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "2028-02-29T12:00:00Z, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z"
    })
    void aMonthGoesFromMidnightToMidnightInUtc(Instant moment, Instant start, Instant end) {
        Month month = Month.of(moment);
        assertThat(month.start()).isEqualTo(start);
        assertThat(month.end()).isEqualTo(end);
        assertThat(month.contains(moment)).isTrue();
        assertThat(month.contains(end)).isFalse();
        assertThat(month.contains(start.minusNanos(1))).isFalse();
    }

    @Test
    void itsDaysAreThoseOfItsInstants() {
        Month month = Month.of(Instant.parse("2026-12-31T23:59:59Z"));
        assertThat(month.firstDay()).isEqualTo(LocalDate.of(2026, 12, 1));
        assertThat(month.nextFirstDay()).isEqualTo(LocalDate.of(2027, 1, 1));
    }
}
