package dev.clacks.ingest.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

    @ParameterizedTest
    @CsvSource({
        "HOUR,  2026-11-26T10:59:59.999999999Z, 2026-11-26T10:00:00Z, 2026-11-26T11:00:00Z",
        "HOUR,  2026-11-26T10:00:00Z,           2026-11-26T10:00:00Z, 2026-11-26T10:00:00Z",
        "DAY,   2026-11-26T23:59:59Z,           2026-11-26T00:00:00Z, 2026-11-27T00:00:00Z",
        "DAY,   2026-12-31T00:00:01Z,           2026-12-31T00:00:00Z, 2027-01-01T00:00:00Z",
        "MONTH, 2024-02-29T12:00:00Z,           2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
        "MONTH, 2026-12-01T00:00:00Z,           2026-12-01T00:00:00Z, 2026-12-01T00:00:00Z"
    })
    void anInstantLiesInOneBucket(Interval interval, Instant at, Instant floor, Instant ceiling) {
        assertThat(interval.floor(at)).isEqualTo(floor);
        assertThat(interval.ceiling(at)).isEqualTo(ceiling);
    }

    @ParameterizedTest
    @CsvSource({
        // Days on which clocks in Europe and America change have 24 hours in UTC like any other.
        "HOUR,  2026-03-29T00:00:00Z, 2026-03-30T00:00:00Z, 24",
        "HOUR,  2026-10-25T00:00:00Z, 2026-10-26T00:00:00Z, 24",
        "DAY,   2026-03-01T00:00:00Z, 2026-04-01T00:00:00Z, 31",
        "DAY,   2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z, 29",
        "MONTH, 2024-01-01T00:00:00Z, 2026-03-01T00:00:00Z, 26"
    })
    void bucketsBetweenTwoBeginningsAreCountedAndSteppedAlike(Interval interval, Instant from, Instant to, long count) {
        assertThat(interval.between(from, to)).isEqualTo(count);
        assertThat(interval.plus(from, count)).isEqualTo(to);
        assertThat(interval.plus(to, -count)).isEqualTo(from);
    }
}
