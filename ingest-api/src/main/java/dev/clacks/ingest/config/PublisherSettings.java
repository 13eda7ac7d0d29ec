package dev.clacks.ingest.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.clacks.common.kafka.TopicSetup;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.DataSizeUnit;
import io.dropwizard.util.Duration;
import io.dropwizard.validation.MinDataSize;
import io.dropwizard.validation.MinDuration;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka producer: the YAML node {@code publisher}.
 *
 * @param compression {@code lz4} (default, measured), {@code zstd}, {@code snappy}, {@code gzip} or {@code none}
 * @param bufferMemory bytes of records that may wait for acknowledgement, default 32 MiB
 * @param maxBlock how long a record waits for room or metadata, default 1 s; a whole batch may take 2 s more
 * @param requestTimeout how long one attempt waits for the broker, default 3 s
 * @param deliveryTimeout how long all attempts may take, default 8 s; less than {@code limits.answerTimeout}
 * @param senders threads that may wait in the producer at once, default 32
 */
public record PublisherSettings(
        @Pattern(regexp = "lz4|zstd|snappy|gzip|none") String compression,

        @MinDataSize(value = 4, unit = DataSizeUnit.MEBIBYTES)
        DataSize bufferMemory,

        @MinDuration(value = 10, unit = TimeUnit.MILLISECONDS)
        Duration maxBlock,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS)
        Duration requestTimeout,

        @MinDuration(value = 100, unit = TimeUnit.MILLISECONDS)
        Duration deliveryTimeout,

        @Min(1) @Max(1000) int senders) {

    /** Bytes of a batch for one partition: a request's hundred events are one batch. */
    private static final int BATCH_BYTES = 256 * 1024;

    /** What making and compressing a batch's records may take besides, where the machine is busy. */
    private static final java.time.Duration COMPRESSING = java.time.Duration.ofSeconds(2);

    /** What {@code kafka.properties} must leave to these settings, by Kafka's names. */
    static final Map<String, String> OWNED = Map.of(
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "set publisher.compression",
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            "set publisher.bufferMemory",
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            "set publisher.maxBlock",
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            "set publisher.requestTimeout",
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            "set publisher.deliveryTimeout",
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            "the door sends without transactions, each batch would be answered 503");

    public PublisherSettings {
        if (deliveryTimeout.toMilliseconds() < requestTimeout.toMilliseconds()) {
            throw new IllegalArgumentException(
                    "publisher.deliveryTimeout must not be shorter than publisher.requestTimeout");
        }
    }

    @JsonCreator
    static PublisherSettings of(
            @JsonProperty("compression") @Nullable String compression,
            @JsonProperty("bufferMemory") @Nullable DataSize bufferMemory,
            @JsonProperty("maxBlock") @Nullable Duration maxBlock,
            @JsonProperty("requestTimeout") @Nullable Duration requestTimeout,
            @JsonProperty("deliveryTimeout") @Nullable Duration deliveryTimeout,
            @JsonProperty("senders") @Nullable Integer senders) {
        return new PublisherSettings(
                compression == null ? "lz4" : compression,
                bufferMemory == null ? DataSize.mebibytes(32) : bufferMemory,
                maxBlock == null ? Duration.seconds(1) : maxBlock,
                requestTimeout == null ? Duration.seconds(3) : requestTimeout,
                deliveryTimeout == null ? Duration.seconds(8) : deliveryTimeout,
                senders == null ? 32 : senders);
    }

    /** All defaults. */
    public static PublisherSettings defaults() {
        return of(null, null, null, null, null, null);
    }

    /** How long a batch's records may be handed to the producer, the last one not counted. */
    public java.time.Duration patience() {
        return maxBlock.toJavaDuration().plus(COMPRESSING);
    }

    /** As Kafka's producer takes them. */
    public Map<String, Object> properties() {
        var properties = new HashMap<String, Object>();
        properties.put(ProducerConfig.CLIENT_ID_CONFIG, "ingest-api");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, TopicSetup.MAX_MESSAGE_BYTES);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, bufferMemory.toBytes());
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, maxBlock.toMilliseconds());
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) requestTimeout.toMilliseconds());
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) deliveryTimeout.toMilliseconds());
        properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000L);
        // the metadata of an idle topic is not forgotten, or the first batch after a quiet hour would wait for it
        properties.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, TimeUnit.DAYS.toMillis(1));
        return properties;
    }
}
