package dev.clacks.testkit.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.testkit.fault.FaultProxy;
import dev.clacks.testkit.time.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String TOPIC = "semaphore";

    @TempDir
    Path folder;

    private final List<EmbeddedServer> started = new ArrayList<>();

    @AfterEach
    void killServers() {
        started.forEach(EmbeddedServer::kill);
    }

    @Test
    void acknowledgedRecordsSurviveKillNineAndAnOrderlyStop() throws Exception {
        EmbeddedKafka kafka = started(new EmbeddedKafka(ClacksHome.find(), folder, folder.resolve("kafka.log"), 0));
        createTopic(kafka.bootstrapServers());
        send(kafka.bootstrapServers(), 0, 100);
        long firstPid = kafka.process().pid();

        kafka.kill();
        restart(kafka);
        send(kafka.bootstrapServers(), 100, 200);
        kafka.stop();
        assertThat(kafka.process().isAlive()).isFalse();
        restart(kafka);

        assertThat(kafka.process().pid()).isNotEqualTo(firstPid);
        assertThat(read(kafka.bootstrapServers(), 200))
                .containsExactlyElementsOf(
                        IntStream.range(0, 200).mapToObj(i -> "clack " + i).toList());
    }

    @Test
    void anotherObjectOnTheSameDirectoryTakesTheSamePort() {
        EmbeddedKafka first = new EmbeddedKafka(ClacksHome.find(), folder, folder.resolve("kafka.log"), 0);
        EmbeddedKafka second = new EmbeddedKafka(ClacksHome.find(), folder, folder.resolve("kafka.log"), 0);

        assertThat(second.port()).isEqualTo(first.port());
    }

    @Test
    void clientsOfTheProxiedListenerGoThroughTheProxy() throws Exception {
        int inner = Ports.free();
        try (FaultProxy proxy = FaultProxy.to(inner)) {
            EmbeddedKafka kafka = started(new EmbeddedKafka(
                    ClacksHome.find(),
                    folder,
                    folder.resolve("kafka.log"),
                    0,
                    new ProxiedListener(inner, proxy.port())));
            createTopic(kafka.bootstrapServers());
            String throughProxy = "127.0.0.1:" + proxy.port();
            try (KafkaProducer<String, String> producer = producer(throughProxy)) {
                // The first send learns where the partition is; it would wait in the calling thread.
                producer.send(new ProducerRecord<>(TOPIC, 0, null, "clack 0")).get(3, TimeUnit.MINUTES);
                proxy.stall();
                Future<?> stalled = producer.send(new ProducerRecord<>(TOPIC, 0, null, "clack 1"));
                send(kafka.bootstrapServers(), 2, 3);
                assertThat(stalled.isDone()).isFalse();
                proxy.resume();
                stalled.get(3, TimeUnit.MINUTES);
            }

            assertThat(read(throughProxy, 3)).containsExactly("clack 0", "clack 2", "clack 1");
        }
    }

    @Test
    void topicsAreNotMadeByAskingForThem() {
        EmbeddedKafka kafka = started(new EmbeddedKafka(ClacksHome.find(), folder, folder.resolve("kafka.log"), 0));

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            assertThatThrownBy(() -> admin.describeTopics(Set.of("mistyped"))
                            .allTopicNames()
                            .get(3, TimeUnit.MINUTES))
                    .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
        }
    }

    @Test
    void withoutItsJarsItSaysWhatToRun() {
        EmbeddedKafka kafka =
                new EmbeddedKafka(new ClacksHome(folder.resolve("elsewhere")), folder, folder.resolve("kafka.log"), 0);

        assertThatThrownBy(kafka::start)
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("./clacks build");
    }

    private EmbeddedKafka started(EmbeddedKafka kafka) {
        started.add(kafka);
        kafka.endWithThisProcess();
        restart(kafka);
        return kafka;
    }

    private static void restart(EmbeddedKafka kafka) {
        long begun = System.nanoTime();
        kafka.start();
        kafka.awaitReady(LIMIT);
        System.out.printf(
                "kafka: ready after %d ms, %s%n",
                (System.nanoTime() - begun) / 1_000_000, ResidentMemory.of(kafka.process()));
    }

    private static void createTopic(String bootstrapServers) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            // again where the broker was held up for so long that its controller does not believe it for a while
            Await.untilTrue("the topic", () -> {
                admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1)));
                return admin.listTopics().names().get(3, TimeUnit.MINUTES).contains(TOPIC);
            });
        }
    }

    private static KafkaProducer<String, String> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static void send(String bootstrapServers, int from, int to) throws Exception {
        try (KafkaProducer<String, String> producer = producer(bootstrapServers)) {
            List<Future<?>> acknowledgements = new ArrayList<>();
            for (int i = from; i < to; i++) {
                acknowledgements.add(producer.send(new ProducerRecord<>(TOPIC, 0, null, "clack " + i)));
            }
            for (Future<?> acknowledgement : acknowledgements) {
                acknowledgement.get(3, TimeUnit.MINUTES);
            }
        }
    }

    private static List<String> read(String bootstrapServers, int count) {
        List<String> values = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "none"),
                new StringDeserializer(),
                new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            consumer.seek(partition, 0);
            Await.until(
                    "records read",
                    () -> {
                        for (ConsumerRecord<String, String> found : consumer.poll(Duration.ofMillis(100))) {
                            values.add(found.value());
                        }
                        return values.size();
                    },
                    size -> size >= count);
        }
        return values;
    }
}
