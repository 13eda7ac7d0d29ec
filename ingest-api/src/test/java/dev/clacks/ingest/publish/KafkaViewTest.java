package dev.clacks.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.app.Probe;
import dev.clacks.common.kafka.Topics;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class KafkaViewTest {

    /** Close to its end, as the measure of time may be: it overflows on the way. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);

    private final KafkaView view = new KafkaView(Topics.defaults(), nanos::get);

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
    void everybodyIsToldThatThereIsTroubleAndOnlyReadinessWhatItIs() {
        view.seen(24, 6);
        assertThat(view.health()).isEqualTo(Probe.Outcome.OK);
        view.troubled("SSL handshake failed: no route to broker-7.internal");
        assertThat(view.health()).isEqualTo(Probe.Outcome.failing("unavailable"));
        assertThat(view.readiness().detail()).contains("broker-7.internal");
    }

    @Test
    void aRecentAcknowledgementOutweighsAFailedLook() {
        view.troubled("away");
        view.acknowledged();
        assertThat(view.reachable()).isTrue();
        nanos.addAndGet(Duration.ofSeconds(3).toNanos() - 1);
        assertThat(view.reachable()).isTrue();
        nanos.incrementAndGet();
        assertThat(view.reachable()).isFalse();
    }
}
