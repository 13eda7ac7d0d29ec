package dev.clacks.ingest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.admin.http.QueryString;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RefusedException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodTest {

    private static final Instant NOW = Instant.parse("2026-11-26T10:30:00Z");

    @ParameterizedTest
    @CsvSource({
        "'',                                  DAY,   2026-10-28T00:00:00Z, 2026-11-27T00:00:00Z, 30",
        "interval=hour,                       HOUR,  2026-11-25T11:00:00Z, 2026-11-26T11:00:00Z, 24",
        "interval=month,                      MONTH, 2025-12-01T00:00:00Z, 2026-12-01T00:00:00Z, 12",
        "from=2026-11-20,                     DAY,   2026-11-20T00:00:00Z, 2026-11-27T00:00:00Z, 7",
        "to=2026-11-20,                       DAY,   2026-10-21T00:00:00Z, 2026-11-20T00:00:00Z, 30",
        "from=2026-11-20&to=2026-11-21,       DAY,   2026-11-20T00:00:00Z, 2026-11-21T00:00:00Z, 1",
        "interval=hour&from=2026-11-20T10:59:59.9Z&to=2026-11-20T11:00:00.1Z, HOUR, 2026-11-20T10:00:00Z, 2026-11-20T12:00:00Z, 2",
        "from=2026-11-20T01:00:00%2B02:00&to=2026-11-21T23:00:00-02:00, DAY, 2026-11-19T00:00:00Z, 2026-11-23T00:00:00Z, 4",
        "interval=month&from=2024-02-29&to=2024-03-02, MONTH, 2024-02-01T00:00:00Z, 2024-04-01T00:00:00Z, 2"
    })
    void aPeriodIsMadeOfWholeBuckets(String query, Interval interval, Instant from, Instant to, int buckets)
            throws RefusedException {
        Period period = Period.of(QueryString.parse(query), NOW);

        assertThat(period).isEqualTo(new Period(from, to, interval, false));
        assertThat(period.buckets()).isEqualTo(buckets);
        assertThat(period.index(from)).isZero();
        assertThat(period.index(interval.plus(to, -1))).isEqualTo(buckets - 1);
    }

    @Test
    void typesAreShownToThoseWhoAsk() throws RefusedException {
        assertThat(Period.of(QueryString.parse("group_by=type"), NOW).byType()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from=2026-11-26T10:00:00 | from is a date",
                "from=yesterday | from is a date",
                "from= | from is a date",
                "to=2026-02-30 | to is a date",
                "to=2026-11-26T10:00:00+01:00 | %2B",
                "from=1969-12-31 | 1970",
                "to=%2B12026-01-01 | 1970",
                "to=9999-12-31T23:59:59Z | 9998",
                "from=-999999999-01-01T00:00:00Z | from is a date",
                "from=2026-11-27&to=2026-11-26 | from must be before to",
                "from=2026-11-26&to=2026-11-26 | from must be before to",
                "from=2026-12-01 | from must be before to, which is 2026-11-27T00:00:00Z",
                "interval=hour&from=2026-01-01&to=2026-02-12 | 1008 buckets of one hour, more than 1000",
                "interval=week | hour, day or month",
                "interval=HOUR | hour, day or month",
                "interval= | hour, day or month",
                "group_by=app | group_by is type",
                "limit=5 | from, group_by, interval, to"
            })
    void whatCannotBeMeantIsRefusedWithWhatToChange(String query, String message) {
        assertThatThrownBy(() -> Period.of(QueryString.parse(query), NOW))
                .isInstanceOfSatisfying(RefusedException.class, refused -> {
                    assertThat(refused.refusal().code()).isEqualTo(Code.INVALID_REQUEST);
                    assertThat(refused.refusal().message()).contains(message);
                });
    }

    @Test
    void aThousandBucketsAreTheMost() throws RefusedException {
        assertThat(Period.of(QueryString.parse("interval=hour&from=2026-01-01&to=2026-02-11T16:00:00Z"), NOW)
                        .buckets())
                .isEqualTo(1_000);
        assertThatThrownBy(() ->
                        Period.of(QueryString.parse("interval=hour&from=2026-01-01&to=2026-02-11T16:00:01Z"), NOW))
                .isInstanceOf(RefusedException.class);
    }
}
