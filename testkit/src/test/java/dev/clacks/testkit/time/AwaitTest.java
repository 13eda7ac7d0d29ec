package dev.clacks.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AwaitTest {
    private final AtomicInteger looks = new AtomicInteger();

    @Test
    void returnsTheFirstValueThatIsAsExpected() {
        int value = Await.until("looks", looks::incrementAndGet, count -> count >= 3);

        assertThat(value).isEqualTo(3);
    }

    @Test
    void goesOnWhenALookFails() {
        int value = Await.until(
                "looks",
                () -> {
                    if (looks.incrementAndGet() < 3) {
                        throw new IOException("not yet");
                    }
                    return looks.get();
                },
                count -> true);

        assertThat(value).isEqualTo(3);
    }

    @Test
    void saysWhatItSawLastWhenTheTimeIsOver() {
        assertThatThrownBy(() -> Await.until("seven", Duration.ZERO, () -> 6, count -> count == 7))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seven")
                .hasMessageContaining("the last value was 6");
    }

    @Test
    void saysWhatTheLastLookThrewWhenTheTimeIsOver() {
        assertThatThrownBy(() -> Await.until(
                        "an answer",
                        Duration.ZERO,
                        () -> {
                            throw new IOException("refused");
                        },
                        answer -> true))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("refused")
                .hasCauseInstanceOf(IOException.class);
    }
}
