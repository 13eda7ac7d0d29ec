package dev.clacks.writer;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.writer.config.DatabaseSettings;
import dev.clacks.writer.config.GroupSettings;
import dev.clacks.writer.config.WriteSettings;
import io.dropwizard.core.Configuration;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

/** {@code event-writer.yml}: Dropwizard's own nodes, and ours. */
public final class WriterConfiguration extends Configuration {

    @Valid
    private final KafkaSettings kafka;

    @Valid
    private final DatabaseSettings database;

    @Valid
    private final GroupSettings group;

    @Valid
    private final WriteSettings write;

    @JsonCreator
    WriterConfiguration(
            @JsonProperty("kafka") @Nullable KafkaSettings kafka,
            @JsonProperty("database") @Nullable DatabaseSettings database,
            @JsonProperty("group") @Nullable GroupSettings group,
            @JsonProperty("write") @Nullable WriteSettings write) {
        this.kafka = kafka == null ? KafkaSettings.at("localhost:9092") : kafka;
        this.database = database == null ? DatabaseSettings.defaults() : database;
        this.group = group == null ? GroupSettings.defaults() : group;
        this.write = write == null ? WriteSettings.defaults() : write;
    }

    /** Node {@code kafka}. */
    @JsonProperty
    public KafkaSettings kafka() {
        return kafka;
    }

    /** Node {@code database}. */
    @JsonProperty
    public DatabaseSettings database() {
        return database;
    }

    /** Node {@code group}. */
    @JsonProperty
    public GroupSettings group() {
        return group;
    }

    /** Node {@code write}. */
    @JsonProperty
    public WriteSettings write() {
        return write;
    }
}
