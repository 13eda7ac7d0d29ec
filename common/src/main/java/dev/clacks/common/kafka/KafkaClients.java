package dev.clacks.common.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The one factory of Kafka clients. Three layers, each over the one before: the caller's tunables, the operator's
 * {@link KafkaSettings#properties()}, and last the invariants that the delivery promise rests on, so that no
 * configuration can undo them.
 */
public final class KafkaClients {

    private KafkaClients() {}

    /** A producer whose acknowledgement means: on every in-sync replica, once. Thread-safe. */
    public static Producer<byte[], byte[]> producer(KafkaSettings settings, Map<String, ?> tunables) {
        return new KafkaProducer<>(
                producerProperties(settings, tunables), new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** A consumer that commits only when told to and never jumps in silence. For one thread. */
    public static Consumer<byte[], byte[]> consumer(KafkaSettings settings, Map<String, ?> tunables) {
        return new KafkaConsumer<>(
                consumerProperties(settings, tunables), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** An admin client. Thread-safe. */
    public static Admin admin(KafkaSettings settings, Map<String, ?> tunables) {
        return Admin.create(layered(settings, tunables, Map.of()));
    }

    /** An admin client for somebody who waits at a terminal: gives up after 20 s. Thread-safe. */
    public static Admin impatientAdmin(KafkaSettings settings) {
        return admin(settings, Map.of("default.api.timeout.ms", "20000", "request.timeout.ms", "10000"));
    }

    static Map<String, Object> producerProperties(KafkaSettings settings, Map<String, ?> tunables) {
        return layered(
                settings,
                tunables,
                Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true));
    }

    static Map<String, Object> consumerProperties(KafkaSettings settings, Map<String, ?> tunables) {
        return layered(
                settings,
                tunables,
                Map.of(
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "none",
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"));
    }

    private static Map<String, Object> layered(
            KafkaSettings settings, Map<String, ?> tunables, Map<String, ?> invariants) {
        var all = new HashMap<String, Object>(tunables);
        all.putAll(settings.properties());
        all.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        all.putAll(invariants);
        return all;
    }
}
