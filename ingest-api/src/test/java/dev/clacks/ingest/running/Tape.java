package dev.clacks.ingest.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.common.kafka.EventHeaders;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.testkit.time.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Everything that is in a topic, as of the moment of asking. Thread-safe. */
public final class Tape implements AutoCloseable {

    private final Consumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final List<ConsumerRecord<byte[], byte[]>> seen = new ArrayList<>();

    /** The tape of a topic that exists. */
    public Tape(KafkaSettings kafka, String topic) {
        consumer = KafkaClients.consumer(kafka, Map.of());
        partitions =
                Await.until("partitions of " + topic, () -> consumer.partitionsFor(topic), all -> !all.isEmpty())
                        .stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** All records so far. */
    public synchronized List<ConsumerRecord<byte[], byte[]>> records() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream()
                .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
            consumer.poll(Duration.ofMillis(100)).forEach(seen::add);
        }
        return List.copyOf(seen);
    }

    /** How many records there are, without reading them. */
    public synchronized long size() {
        return consumer.endOffsets(partitions).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** The records with this key: an event id as text. */
    public List<ConsumerRecord<byte[], byte[]>> withKey(Object key) {
        byte[] bytes = key.toString().getBytes(UTF_8);
        return records().stream()
                .filter(record -> Arrays.equals(record.key(), bytes))
                .toList();
    }

    /** The records whose value holds this text. */
    public List<ConsumerRecord<byte[], byte[]>> holding(String text) {
        return records().stream()
                .filter(record -> new String(record.value(), UTF_8).contains(text))
                .toList();
    }

    /** How many records an application has. */
    public long countOf(Tenant tenant) {
        return records().stream()
                .filter(record -> Objects.equals(header(record, EventHeaders.APP_ID), tenant.appId()))
                .count();
    }

    public static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return EventHeaders.text(record.headers(), name);
    }

    @Override
    public synchronized void close() {
        consumer.close();
    }
}
