package dev.clacks.common.event;

import static dev.clacks.common.event.RejectionCode.TIMESTAMP_OUT_OF_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T10:30:00Z, 2026-11-22T10:30:00Z",
        "2026-11-22t10:30:00z, 2026-11-22T10:30:00Z",
        "2026-11-22T10:30:00.1Z, 2026-11-22T10:30:00.1Z",
        "2026-11-22T10:30:00.123456Z, 2026-11-22T10:30:00.123456Z",
        "2026-11-22T10:30:00.123456789Z, 2026-11-22T10:30:00.123456Z",
        "2026-11-22T23:59:59.99999999999999999999999Z, 2026-11-22T23:59:59.999999Z",
        "2026-11-22T10:30:00+00:00, 2026-11-22T10:30:00Z",
        "2026-11-22T10:30:00-00:00, 2026-11-22T10:30:00Z",
        "2026-11-22T10:30:00.5+05:30, 2026-11-22T05:00:00.5Z",
        "2026-11-22T23:30:00-01:00, 2026-11-23T00:30:00Z",
        "2026-11-22T00:00:00+23:59, 2026-11-21T00:01:00Z",
        "2024-02-29T00:00:00Z, 2024-02-29T00:00:00Z",
        "2000-02-29T00:00:00Z, 2000-02-29T00:00:00Z",
        "1969-12-31T23:59:59.9999999Z, 1969-12-31T23:59:59.999999Z",
        "1969-12-31T23:59:59.0000001Z, 1969-12-31T23:59:59Z",
        "0000-01-01T00:00:00Z, 0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z, 9999-12-31T23:59:59.999999Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "2016-12-31T23:59:60.75Z, 2017-01-01T00:00:00Z",
        "2017-01-01T05:29:60+05:30, 2017-01-01T00:00:00Z",
        "2016-12-31T15:59:60.1-08:00, 2017-01-01T00:00:00Z",
    })
    void aTimeIsReadAndTruncated(String text, String expected) {
        assertThat(parse(text)).isEqualTo(micros(Instant.parse(expected)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-22T10:30:00",
                "2026-11-22 10:30:00Z",
                "2026-11-22T10:30Z",
                "2026-11-22",
                "2026-11-22T10:30:00.Z",
                "2026-11-22T10:30:00.",
                "2026-11-22T10:30:00,5Z",
                "2026-11-22T10:30:00+0530",
                "2026-11-22T10:30:00+05",
                "2026-11-22T10:30:00+24:00",
                "2026-11-22T10:30:00+05:60",
                "2026-11-22T10:30:00Z ",
                " 2026-11-22T10:30:00Z",
                "2026-11-22T10:30:00ZZ",
                "2026-11-22T10:30:00Z[UTC]",
                "2026-11-22T10:30:00 +05:30",
                "2026-00-22T10:30:00Z",
                "2026-13-22T10:30:00Z",
                "2026-11-00T10:30:00Z",
                "2026-11-31T10:30:00Z",
                "2026-02-29T10:30:00Z",
                "1900-02-29T10:30:00Z",
                "2026-04-31T10:30:00Z",
                "2026-12-32T10:30:00Z",
                "2026-11-22T24:00:00Z",
                "2026-11-22T10:60:00Z",
                "2026-11-22T10:30:60Z",
                "2026-11-22T10:30:61Z",
                "2026-12-31T23:59:60+01:00",
                "+2026-11-22T10:30:00Z",
                "12026-11-22T10:30:00Z",
                "2026-1-22T10:30:00.00Z",
                "20/6-11-22T10:30:00Z",
                "2:26-11-22T10:30:00Z",
                "202a-11-22T10:30:00Z",
                "2026-11-22T1a:30:00Z",
                "2026/11/22T10:30:00Z",
                "-026-11-22T10:30:00Z",
                "20 6-11-22T10:30:00Z",
                "2026-11-22T10:30:00.5x",
                "2026-11-22T10:30:00.5+0a:00",
                "2026-11-22T10:30:00.5+01-00",
                "",
                "Z"
            })
    void anythingElseIsNoTime(String text) {
        assertThat(parse(text)).isEqualTo(Rfc3339.INVALID);
    }

    @Test
    void everyDayOfAFourHundredYearCycleIsRight() {
        LocalDate day = LocalDate.of(1599, 12, 31);
        while (day.getYear() < 2001) {
            assertThat(parse(day + "T00:00:00Z"))
                    .isEqualTo(micros(day.atStartOfDay().toInstant(ZoneOffset.UTC)));
            day = day.plusDays(1);
        }
    }

    @Test
    void theAcceptedRangeIncludesItsEdges() {
        Instant now = EventText.NOW;
        Verdicts.accepted(at(now.minus(90, ChronoUnit.DAYS)));
        Verdicts.accepted(at(now.plus(24, ChronoUnit.HOURS)));
        Verdicts.rejected(at(now.minus(90, ChronoUnit.DAYS).minusNanos(1)), TIMESTAMP_OUT_OF_RANGE, "timestamp");
        Verdicts.accepted(at(now.plus(24, ChronoUnit.HOURS).plusNanos(999)));
        Verdicts.rejected(at(now.plus(24, ChronoUnit.HOURS).plusNanos(1000)), TIMESTAMP_OUT_OF_RANGE, "timestamp");
        Verdicts.rejected(
                EventText.valid().with("timestamp", "'0000-01-01T00:00:00Z'"), TIMESTAMP_OUT_OF_RANGE, "timestamp");
    }

    @Test
    void aTimestampMayBeWrittenWithEscapes() {
        Verdicts.accepted(EventText.valid().with("timestamp", "'2026\\u002d11-22T10:30:00\\u005a'"));
    }

    private static EventText at(Instant time) {
        return EventText.valid().with("timestamp", "'" + time + "'");
    }

    private static long parse(String text) {
        byte[] padded = ("#" + text + "#").getBytes(StandardCharsets.UTF_8);
        return Rfc3339.parse(padded, 1, padded.length - 1);
    }

    private static long micros(Instant time) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, time);
    }
}
