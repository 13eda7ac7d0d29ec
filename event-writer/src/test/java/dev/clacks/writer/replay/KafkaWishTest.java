package dev.clacks.writer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.app.UserErrorException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class KafkaWishTest {

    private static final Instant TEN = Instant.parse("2026-11-25T10:00:00Z");

    @Test
    void aRangeOfTimeHasItsBeginningAndNotItsEnd() {
        var hour = new KafkaWish("events", null, TEN, TEN.plusSeconds(3600), null, null);

        assertThat(hour.means(TEN.toEpochMilli())).isTrue();
        assertThat(hour.means(TEN.toEpochMilli() - 1)).isFalse();
        assertThat(hour.means(TEN.plusSeconds(3600).toEpochMilli())).isFalse();
    }

    @Test
    void somethingHasToBeSaid() {
        assertThatThrownBy(() -> new KafkaWish("events", 1, null, TEN, null, 5L))
                .isInstanceOf(UserErrorException.class);
    }

    @Test
    void offsetsBelongToOnePartitionAndGoWithoutTimes() {
        assertThatThrownBy(() -> new KafkaWish("events", null, null, null, 5L, null))
                .isInstanceOf(UserErrorException.class)
                .hasMessageContaining("from_offset");
        assertThatThrownBy(() -> new KafkaWish("events", 1, TEN, null, 5L, null))
                .isInstanceOf(UserErrorException.class);
    }

    @Test
    void aTimeThatIsNoneInMillisecondsIsRefused() {
        assertThatThrownBy(() -> new KafkaWish("events", null, Instant.MAX, null, null, null))
                .isInstanceOf(UserErrorException.class)
                .hasMessageContaining("from lies between");
        assertThatThrownBy(() -> new KafkaWish("events", null, TEN, Instant.MAX, null, null))
                .isInstanceOf(UserErrorException.class)
                .hasMessageContaining("to lies between");
    }

    @Test
    void theEndLiesBehindTheBeginning() {
        assertThatThrownBy(() -> new KafkaWish("events", null, TEN, TEN, null, null))
                .isInstanceOf(UserErrorException.class);
    }
}
