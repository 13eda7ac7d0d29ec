package dev.clacks.ingest.publish;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.app.Probe;
import dev.clacks.common.event.ScannedBatch;
import dev.clacks.common.event.ScannedEvent;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.common.kafka.TopicSetup;
import dev.clacks.common.kafka.Topics;
import dev.clacks.ingest.config.PublisherSettings;
import dev.clacks.ingest.running.LogCapture;
import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.time.Await;
import io.dropwizard.util.DataSize;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A producer that is dead, and topics that break the promise, on a real broker. */
final class RealKafkaIT {

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension();

    /** Nothing here is about a slow broker. */
    private static final PublisherSettings PATIENT = new PublisherSettings(
            "lz4",
            DataSize.mebibytes(32),
            io.dropwizard.util.Duration.minutes(1),
            io.dropwizard.util.Duration.minutes(1),
            io.dropwizard.util.Duration.minutes(2),
            32);

    private final InstantSource clock = InstantSource.system();

    @Test
    void aDeadProducerIsReplacedWithoutARestart() {
        var settings = KafkaSettings.at(KAFKA.bootstrapServers()).withTopics(KAFKA.topics());
        var view = new KafkaView(KAFKA.topics(), System::nanoTime);
        var replaced = new AtomicInteger();
        try (var producer = new ReplaceableProducer(
                () -> KafkaClients.producer(settings, PATIENT.properties()),
                System::nanoTime,
                replaced::incrementAndGet)) {
            var publisher =
                    new KafkaEventPublisher(producer, KAFKA.topics(), view, PATIENT.patience(), System::nanoTime);
            producer.current().close();
            var first = new Heard();
            publisher.publish(batch(), first);
            assertThat(first.words()).containsExactly("IllegalStateException");
            var second = new Heard();
            publisher.publish(batch(), second);
            Await.untilEqual("what became of the next batch", List.of("durable"), second::words);
            assertThat(replaced).hasValue(1);
        }
    }

    @Test
    void topicsThatBreakThePromiseAreNamedAtTheStartWithTheCommandThatMendsThem() throws Exception {
        Map<String, String> wrong = Map.of(
                "min.insync.replicas",
                "1",
                "cleanup.policy",
                "compact",
                "message.timestamp.type",
                "LogAppendTime",
                "retention.ms",
                "3600000",
                "retention.bytes",
                "1000000",
                "segment.ms",
                "604800000",
                "max.message.bytes",
                "1000",
                "unclean.leader.election.enable",
                "true");
        var topics = new Topics(KAFKA.newTopic(1, wrong), KAFKA.topics().failed(), 12, (short) 3, 2);
        List<String> problems = Await.until(
                "topics that every broker knows",
                () -> new TopicSetup(KAFKA.admin(), topics).problems(),
                found -> found.stream().noneMatch(problem -> problem.contains("does not exist")));
        wrong.keySet()
                .forEach(key -> assertThat(problems)
                        .as(key)
                        .anyMatch(problem -> problem.contains(topics.events())
                                && problem.contains("kafka-configs --alter")
                                && problem.contains("--add-config " + key + "=")));
        assertThat(problems)
                .anyMatch(problem -> problem.contains("1 partitions") && problem.contains("kafka-topics --alter"))
                .anyMatch(problem -> problem.contains("1 replicas") && problem.contains("replicationFactor"));

        var settings = KafkaSettings.at(KAFKA.bootstrapServers());
        try (var log = LogCapture.open()) {
            var view = new KafkaView(topics, System::nanoTime);
            var watch = new KafkaWatch(
                    KafkaClients.admin(settings, Map.of()), topics, view, Duration.ofSeconds(1), System::nanoTime);
            watch.wakeUp();
            lookWithoutTrouble(watch, view);
            watch.close();
            assertThat(log.text()).contains(problems);
        }
    }

    @Test
    void whoMayNotReadTheTopicsSettingsIsToldOnceWhatToGrantAndTheDoorStaysOpen() throws Exception {
        var time = new AtomicLong();
        var view = new KafkaView(KAFKA.topics(), time::get);
        try (var admin = new UntrustedAdmin(KAFKA.bootstrapServers());
                var log = LogCapture.open()) {
            var watch = new KafkaWatch(admin, KAFKA.topics(), view, Duration.ofSeconds(1), time::get);
            watch.wakeUp();
            lookWithoutTrouble(watch, view);
            lookWithoutTrouble(watch, view);
            assertThat(admin.refusals()).isEqualTo(1);
            assertThat(log.lines("DescribeConfigs"))
                    .hasSize(1)
                    .allMatch(line -> line.startsWith("WARN")
                            && line.contains(KAFKA.topics().events() + " ")
                            && line.contains(KAFKA.topics().failed()));
            time.addAndGet(KafkaWatch.CHECK_AGAIN.toNanos());
            lookWithoutTrouble(watch, view);
            assertThat(admin.refusals()).isEqualTo(2);
            admin.trust();
            time.addAndGet(KafkaWatch.CHECK_AGAIN.toNanos());
            lookWithoutTrouble(watch, view);
            time.addAndGet(KafkaWatch.CHECK_AGAIN.toNanos());
            lookWithoutTrouble(watch, view);
            assertThat(admin.refusals()).isEqualTo(2);
            assertThat(log.lines("DescribeConfigs")).hasSize(1);
        }
    }

    @Test
    void aTopicThatMayNotBeWrittenToIsToldOnceAndOnlyTheEventsOwnShutsTheDoor() throws Exception {
        String events = KAFKA.topics().events();
        String failed = KAFKA.topics().failed();
        var view = new KafkaView(KAFKA.topics(), System::nanoTime);
        try (var admin = new UntrustedAdmin(KAFKA.bootstrapServers());
                var log = LogCapture.open()) {
            var watch = new KafkaWatch(admin, KAFKA.topics(), view, Duration.ofSeconds(1), System::nanoTime);
            watch.wakeUp();
            lookWithoutTrouble(watch, view);
            assertThat(view.readiness()).isEqualTo(Probe.Outcome.OK);

            admin.forbid(failed);
            lookUntil(watch, () -> view.unwritable().equals(List.of(failed)));
            lookWithoutTrouble(watch, view);
            assertThat(view.readiness()).isEqualTo(new Probe.Outcome(true, "no right to write to [" + failed + "]"));
            assertThat(log.lines("grant this user Write on the topic " + failed))
                    .hasSize(1)
                    .allMatch(line -> line.startsWith("WARN"));

            admin.hide(failed);
            lookWithoutTrouble(watch, view);
            assertThat(view.unwritable()).containsExactly(failed);
            assertThat(view.readiness().ok()).isTrue();

            admin.allow();
            admin.forbid(events);
            lookUntil(watch, () -> view.unwritable().equals(List.of(events)));
            assertThat(view.readiness()).isEqualTo(Probe.Outcome.failing("no right to write to the topic " + events));

            admin.allow();
            lookWithoutTrouble(watch, view);
            assertThat(view.unwritable()).isEmpty();
        }
    }

    /** Not the first one where the broker takes longer than a watch waits. */
    private static void lookWithoutTrouble(KafkaWatch watch, KafkaView view) {
        lookUntil(watch, () -> view.trouble() == null);
    }

    private static void lookUntil(KafkaWatch watch, BooleanSupplier seen) {
        Await.untilTrue("what the watch sees", () -> {
            watch.take();
            return seen.getAsBoolean();
        });
    }

    private Publication batch() {
        var event = new ScannedEvent(0, 2, UUID.randomUUID(), null);
        byte[] body = {'{', '}'};
        return new Publication(body, new ScannedBatch(List.of(event), 1, 0), "org", "app", clock.instant(), null);
    }
}
