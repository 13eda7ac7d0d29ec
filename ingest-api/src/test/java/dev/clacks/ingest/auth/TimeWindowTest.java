package dev.clacks.ingest.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RefusedException;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeWindowTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00.999999999Z");

    @ParameterizedTest
    @ValueSource(longs = {-600, -1, 0, 1, 600})
    void bothEdgesAreIn(long offset) throws RefusedException {
        TimeWindow.check(NOW.getEpochSecond() + offset, NOW);
    }

    @ParameterizedTest
    @ValueSource(longs = {-601, 601, -1_795_000_000L})
    void aSecondBeyondIsOut(long offset) {
        assertOut(NOW.getEpochSecond() + offset);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE, 999_999_999_999_999_999L})
    void absurdTimesAreOut(long seconds) {
        assertOut(seconds);
    }

    private static void assertOut(long seconds) {
        assertThatThrownBy(() -> TimeWindow.check(seconds, NOW)).isInstanceOfSatisfying(RefusedException.class, e -> {
            assertThat(e.refusal().code()).isEqualTo(Code.TIMESTAMP_OUT_OF_WINDOW);
            assertThat(e.refusal().details()).contains("2026-11-24T12:00:00Z");
        });
    }
}
