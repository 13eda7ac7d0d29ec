package dev.clacks.testkit.junit;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.kafka.EventHeaders;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.common.kafka.TopicSetup;
import dev.clacks.common.kafka.Topics;
import dev.clacks.testkit.time.Await;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The extension's broker, and what {@code common} does with one. */
class KafkaExtensionIT {
    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(3);

    private final KafkaSettings settings =
            KafkaSettings.at(KAFKA.bootstrapServers()).withTopics(KAFKA.topics());

    @Test
    void theTopicsAreAsProductionWantsThem() throws Exception {
        assertThat(new TopicSetup(KAFKA.admin(), KAFKA.topics()).problems()).isEmpty();
        String events = KAFKA.topics().events();
        TopicDescription description = requireNonNull(KAFKA.admin()
                .describeTopics(List.of(events))
                .allTopicNames()
                .get(3, TimeUnit.MINUTES)
                .get(events));
        assertThat(description.partitions()).hasSize(3);
    }

    @Test
    void whatAProducerOfOursSendsAGroupOfOursReads() throws Exception {
        String topic = KAFKA.topics().events();
        try (var producer = KafkaClients.producer(settings, Map.of());
                var consumer = KafkaClients.consumer(
                        settings,
                        Map.of(
                                ConsumerConfig.GROUP_ID_CONFIG,
                                KAFKA.newGroup(),
                                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                                "consumer"))) {
            var sent = new ProducerRecord<>(topic, 1, 17L, bytes("key"), bytes("{}"));
            sent.headers().add(EventHeaders.ORG_ID, bytes("org"));
            producer.send(sent).get(3, TimeUnit.MINUTES);

            consumer.subscribe(List.of(topic));
            // Nobody has committed, and no client of ours jumps by itself.
            var records = new ArrayList<ConsumerRecord<byte[], byte[]>>();
            Await.untilTrue("all partitions and a record", () -> {
                try {
                    consumer.poll(Duration.ofMillis(100)).forEach(records::add);
                } catch (NoOffsetForPartitionException e) {
                    consumer.seekToBeginning(e.partitions());
                }
                return consumer.assignment().size() == 3 && !records.isEmpty();
            });

            ConsumerRecord<byte[], byte[]> read = records.getFirst();
            assertThat(read.timestamp()).isEqualTo(17);
            assertThat(EventHeaders.text(read.headers(), EventHeaders.ORG_ID)).isEqualTo("org");
        }
    }

    /** Clocks of tests stand at times that were, and will be, long ago or far ahead. */
    @Test
    void recordsOfAnyTimeAreTakenAndKept() throws Exception {
        long ahead = Instant.now().plus(Duration.ofDays(3_650)).toEpochMilli();
        String further = KAFKA.newTopic(1, Map.of());
        try (var producer = KafkaClients.producer(settings, Map.of())) {
            for (String topic : List.of(KAFKA.topics().failed(), further)) {
                producer.send(new ProducerRecord<>(topic, 0, ahead, bytes("key"), bytes("{}")))
                        .get(3, TimeUnit.MINUTES);
                var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
                var config = requireNonNull(KAFKA.admin()
                        .describeConfigs(List.of(resource))
                        .all()
                        .get(3, TimeUnit.MINUTES)
                        .get(resource));
                assertThat(requireNonNull(config.get("retention.ms")).value()).isEqualTo("-1");
            }
        }
    }

    @Test
    void topicsThatExistAreLeftAlone() throws Exception {
        assertThat(new TopicSetup(KAFKA.admin(), KAFKA.topics()).create()).isEmpty();
    }

    @Test
    void aMissingTopicIsAProblemWithItsRemedy() throws Exception {
        assertThat(new TopicSetup(KAFKA.admin(), Topics.defaults()).problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("does not exist", "topics create"));
    }

    @Test
    void everySettingThatBreaksThePromiseIsNamedWithItsRemedy() throws Exception {
        String topic = KAFKA.newTopic(2, Map.of("retention.ms", "1000", "cleanup.policy", "compact"));
        Topics wanted = new Topics(topic, KAFKA.topics().failed(), 3, (short) 1, 1);

        List<String> problems = new TopicSetup(KAFKA.admin(), wanted).problems();

        assertThat(String.join("\n", problems))
                .contains(
                        "has 2 partitions",
                        "--add-config retention.ms=604800000",
                        "--add-config cleanup.policy=delete",
                        "--add-config segment.ms=86400000");
    }

    @Test
    void moreThanIsNeededIsNoProblem() throws Exception {
        String topic = KAFKA.newTopic(1, Map.of());
        Topics topics = new Topics(KAFKA.newTopic(1, Map.of()), topic, 1, (short) 1, 1);
        for (String name : List.of(topics.events(), topics.failed())) {
            var resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
            List<AlterConfigOp> generous =
                    Map.of("retention.ms", "-1", "segment.ms", "60000", "max.message.bytes", "2000000")
                            .entrySet()
                            .stream()
                            .map(entry -> new AlterConfigOp(
                                    new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                            .toList();
            KAFKA.admin()
                    .incrementalAlterConfigs(Map.of(resource, generous))
                    .all()
                    .get(3, TimeUnit.MINUTES);
        }
        KAFKA.admin()
                .createPartitions(Map.of(topic, NewPartitions.increaseTo(4)))
                .all()
                .get(3, TimeUnit.MINUTES);

        Await.untilEqual("problems", List.of(), () -> new TopicSetup(KAFKA.admin(), topics).problems());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
