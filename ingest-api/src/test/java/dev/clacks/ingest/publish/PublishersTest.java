package dev.clacks.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.event.Rejection;
import dev.clacks.common.event.RejectionCode;
import dev.clacks.common.event.ScannedBatch;
import dev.clacks.common.event.ScannedEvent;
import dev.clacks.common.kafka.Topics;
import dev.clacks.testkit.time.ManualClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

final class PublishersTest {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final AtomicLong nanos = new AtomicLong();
    private final ManualClock clock = ManualClock.at("2026-11-24T12:00:00Z");
    private final KafkaView view = new KafkaView(Topics.defaults(), nanos::get);
    private final MockProducer<byte[], byte[]> kafka = new MockProducer<>(
            false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    private final ReplaceableProducer producer = new ReplaceableProducer(() -> kafka, nanos::get, () -> {});
    private final KafkaEventPublisher publisher = publisher(producer);
    private final Heard heard = new Heard();

    @Test
    void aBatchIsDurableWhenBothTopicsHaveAcknowledged() {
        publisher.publish(batch(), heard);
        assertThat(kafka.history()).hasSize(2);
        kafka.completeNext();
        assertThat(heard.words()).isEmpty();
        kafka.completeNext();
        assertThat(heard.words()).containsExactly("durable");
        assertThat(view.reachable()).isTrue();
    }

    @Test
    void aBatchOfWhichTheRejectedEventIsNotAcknowledgedIsUnavailable() {
        publisher.publish(batch(), heard);
        kafka.completeNext();
        kafka.errorNext(new TimeoutException("late"));
        assertThat(heard.words()).containsExactly("TimeoutException");
    }

    @Test
    void whatSendItselfThrowsMakesTheBatchUnavailable() {
        kafka.sendException = new OutOfOrderSequenceException("broken");
        publisher.publish(batch(), heard);
        assertThat(heard.words()).containsExactly("OutOfOrderSequenceException");
        assertThat(kafka.history()).isEmpty();
    }

    @Test
    void aFatalProducerCostsOneBatchAndTheNextGoesThroughAnother() {
        var broken = new MockProducer<byte[], byte[]>();
        broken.sendException = new OutOfOrderSequenceException("broken");
        var producers = new ArrayDeque<>(List.of(broken, kafka));
        var replaceable = new ReplaceableProducer(producers::remove, nanos::get, () -> {});
        var mended = publisher(replaceable);
        mended.publish(batch(), heard);
        mended.publish(batch(), heard);
        kafka.completeNext();
        kafka.completeNext();
        assertThat(heard.words()).containsExactly("OutOfOrderSequenceException", "durable");
    }

    @Test
    void nothingIsTriedWhileKafkaIsKnownToBeAway() {
        new GatedPublisher(publisher, view, 1).publish(batch(), heard);
        assertThat(heard.words()).containsExactly("TimeoutException");
        assertThat(kafka.history()).isEmpty();
    }

    @Test
    void whoFindsEveryoneBlockedInTheProducerIsTurnedAwaySoon() throws InterruptedException {
        view.seen(12, 12);
        var entered = new CountDownLatch(1);
        var leave = new CountDownLatch(1);
        EventPublisher blocking = (publication, acknowledgement) -> {
            entered.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            acknowledgement.durable();
        };
        var gate = new GatedPublisher(blocking, view, 1);
        var first = new Heard();
        Thread blocked = Thread.ofVirtual().start(() -> gate.publish(batch(), first));
        entered.await();
        gate.publish(batch(), heard);
        assertThat(heard.words()).containsExactly("TimeoutException");
        leave.countDown();
        blocked.join();
        gate.publish(batch(), first);
        assertThat(first.words()).containsExactly("durable", "durable");
    }

    @Test
    void aBatchWhoseRecordsEachWaitALittleIsGivenUpWhenTheyHaveWaitedTooLongTogether() {
        var crowded =
                new MockProducer<byte[], byte[]>(
                        false, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer()) {
                    @Override
                    public synchronized Future<RecordMetadata> send(
                            ProducerRecord<byte[], byte[]> record, Callback callback) {
                        nanos.addAndGet(PATIENCE.multipliedBy(2).dividedBy(5).toNanos());
                        return super.send(record, callback);
                    }
                };
        publisher(new ReplaceableProducer(() -> crowded, nanos::get, () -> {})).publish(batch(10), heard);
        assertThat(heard.words()).containsExactly("TimeoutException");
        assertThat(crowded.history()).hasSize(3);
    }

    private KafkaEventPublisher publisher(ReplaceableProducer through) {
        return new KafkaEventPublisher(through, Topics.defaults(), view, PATIENCE, nanos::get);
    }

    private Publication batch(int events) {
        List<ScannedEvent> scanned = IntStream.range(0, events)
                .mapToObj(i -> new ScannedEvent(0, 4, UUID.randomUUID(), null))
                .toList();
        return new Publication(new byte[8], new ScannedBatch(scanned, events, 0), "org", "app", clock.instant(), null);
    }

    private Publication batch() {
        var good = new ScannedEvent(0, 4, UUID.randomUUID(), null);
        var bad = new ScannedEvent(4, 8, null, new Rejection(RejectionCode.INVALID_SCHEMA, "", "m"));
        return new Publication(
                new byte[8], new ScannedBatch(List.of(good, bad), 1, 1), "org", "app", clock.instant(), null);
    }
}
