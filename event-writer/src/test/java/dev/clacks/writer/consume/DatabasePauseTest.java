package dev.clacks.writer.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class DatabasePauseTest {

    private final DatabasePause pause = new DatabasePause(Script.BACKOFF, new Random(1));

    @Test
    void jobsThatFailTogetherAreOneFailure() {
        long first = pause.failed("one", 1_000);

        assertThat(pause.failed("another", 1_001)).isEqualTo(first);
        assertThat(first).isBetween(1_050L, 1_100L);
        assertThat(pause.over(first - 1)).isFalse();
        assertThat(pause.over(first)).isTrue();
    }

    @Test
    void eachFailureWaitsLongerUpToTheLimit() {
        long now = 0;
        for (int i = 0; i < 20; i++) {
            now = pause.failed("away", now);
        }

        assertThat(pause.failed("away", now) - now).isBetween(2_500L, 5_000L);
    }

    @Test
    void anAnswerEndsIt() {
        pause.failed("away", 0);

        pause.answered();

        assertThat(pause.over(0)).isTrue();
        assertThat(pause.trouble()).isEmpty();
    }
}
