package dev.clacks.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.kafka.Topics;
import dev.clacks.testkit.time.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class KafkaViewTest {

    private final ManualClock clock = ManualClock.at("2026-11-24T12:00:00Z");
    private final KafkaView view = new KafkaView(Topics.defaults(), clock);

    @Test
    void isNotReachableBeforeItWasReached() {
        assertThat(view.reachable()).isFalse();
        assertThat(view.trouble()).contains("not been reached");
    }

    @Test
    void isReachableOnceTheTopicsWereSeen() {
        view.seen(24, 6);
        assertThat(view.reachable()).isTrue();
        assertThat(view.trouble()).isNull();
        assertThat(view.eventPartitions()).isEqualTo(24);
        assertThat(view.failedPartitions()).isEqualTo(6);
    }

    @Test
    void troubleKeepsWhatIsKnownOfThePartitions() {
        view.seen(24, 6);
        view.troubled("away");
        assertThat(view.trouble()).isEqualTo("away");
        assertThat(view.eventPartitions()).isEqualTo(24);
    }

    @Test
    void aRecentAcknowledgementOutweighsAFailedLook() {
        view.troubled("away");
        view.acknowledged();
        assertThat(view.reachable()).isTrue();
        clock.advance(Duration.ofSeconds(3));
        assertThat(view.reachable()).isFalse();
    }
}
