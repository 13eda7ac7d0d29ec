package dev.clacks.writer.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.app.UserErrorException;
import dev.clacks.testkit.time.ManualClock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimesTest {

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-25T10:00:00Z"));

    @Test
    void aTimeADayAndAnAge() {
        assertThat(Times.parse("2026-11-25T11:30:00+01:00", clock)).isEqualTo("2026-11-25T10:30:00Z");
        assertThat(Times.parse("2026-11-24", clock)).isEqualTo("2026-11-24T00:00:00Z");
        assertThat(Times.parse("90m", clock)).isEqualTo("2026-11-25T08:30:00Z");
        assertThat(Times.parse(null, clock)).isNull();
    }

    @Test
    void anythingElseIsRefusedWithTheFormsThereAre() {
        assertThatThrownBy(() -> Times.parse("yesterday", clock))
                .isInstanceOf(UserErrorException.class)
                .hasMessageContaining("2026-11-25");
    }
}
