package dev.clacks.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.time.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;

final class ReplaceableProducerTest {

    /** Close to its end, as the measure of time may be: it overflows on the way. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1);

    private final List<MockProducer<byte[], byte[]>> made = new ArrayList<>();
    private final AtomicInteger replaced = new AtomicInteger();
    private final ReplaceableProducer producer =
            new ReplaceableProducer(this::make, nanos::get, replaced::incrementAndGet);

    @Test
    void aFatalStateBringsANewProducerAndClosesTheOldOne() {
        producer.replaceIfFatal(producer.current(), new InvalidProducerEpochException("fenced"));
        assertThat(producer.current()).isSameAs(made.get(1));
        assertThat(replaced).hasValue(1);
        Await.untilTrue("the old one to be closed", () -> made.getFirst().closed());
    }

    @Test
    void whatPassesReplacesNothing() {
        producer.replaceIfFatal(producer.current(), new TimeoutException("late"));
        producer.replaceIfFatal(producer.current(), new RecordTooLargeException("big"));
        assertThat(producer.current()).isSameAs(made.getFirst());
    }

    @Test
    void aRightThatIsMissingOnATopicReplacesNothing() {
        producer.replaceIfFatal(producer.current(), new TopicAuthorizationException("no right"));
        assertThat(producer.current()).isSameAs(made.getFirst());
        assertThat(made.getFirst().closed()).isFalse();
    }

    @Test
    void whoStillHoldsTheOldOneReplacesNothingMore() {
        producer.replaceIfFatal(made.getFirst(), new IllegalStateException("closed"));
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        producer.replaceIfFatal(made.getFirst(), new KafkaException("closed while sending"));
        assertThat(made).hasSize(2);
    }

    @Test
    void aCauseThatLastsMakesOneProducerInTwoSeconds() {
        for (int millis = 0; millis < 4_000; millis += 100) {
            producer.replaceIfFatal(producer.current(), new ClusterAuthorizationException("no right"));
            nanos.addAndGet(Duration.ofMillis(100).toNanos());
        }
        assertThat(made).hasSize(3);
    }

    @Test
    void aClosedOneIsNotReplaced() {
        producer.close();
        producer.replaceIfFatal(made.getFirst(), new OutOfOrderSequenceException("gap"));
        assertThat(made).hasSize(1);
        assertThat(made.getFirst().closed()).isTrue();
    }

    private MockProducer<byte[], byte[]> make() {
        var fresh = new MockProducer<byte[], byte[]>();
        made.add(fresh);
        return fresh;
    }
}
