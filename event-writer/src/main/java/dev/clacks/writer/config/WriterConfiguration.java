package dev.clacks.writer.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.clacks.common.event.EventSettings;
import dev.clacks.common.kafka.KafkaSettings;
import io.dropwizard.core.Configuration;
import io.dropwizard.util.Duration;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

/** {@code event-writer.yml}: Dropwizard's own nodes, and ours. */
public final class WriterConfiguration extends Configuration {

    /** How long the loop waits for Kafka to take the offsets of a partition that it gives back. */
    private static final Duration OFFSET_COMMIT = Duration.seconds(5);

    @Valid
    private final KafkaSettings kafka;

    @Valid
    private final DatabaseSettings database;

    @Valid
    private final GroupSettings group;

    @Valid
    private final WriteSettings write;

    @Valid
    private final EventSettings events;

    @Valid
    private final AdminSettings admin;

    @JsonCreator
    WriterConfiguration(
            @JsonProperty("kafka") @Nullable KafkaSettings kafka,
            @JsonProperty("database") @Nullable DatabaseSettings database,
            @JsonProperty("group") @Nullable GroupSettings group,
            @JsonProperty("write") @Nullable WriteSettings write,
            @JsonProperty("events") @Nullable EventSettings events,
            @JsonProperty("admin") @Nullable AdminSettings admin) {
        this.kafka = kafka == null ? KafkaSettings.at("localhost:9092") : kafka;
        this.database = database == null ? DatabaseSettings.defaults() : database;
        this.group = group == null ? GroupSettings.defaults() : group;
        this.write = write == null ? WriteSettings.defaults() : write;
        this.kafka.requireNone(GroupSettings.OWNED);
        this.kafka.requireNone(WriteSettings.OWNED);
        this.events = events == null ? EventSettings.defaults() : events;
        this.admin = admin == null ? AdminSettings.defaults() : admin;
        Duration revoke = this.write.revokeWithin();
        Duration poll = this.group.maxPollInterval();
        if (revoke.toMilliseconds() + OFFSET_COMMIT.toMilliseconds() >= poll.toMilliseconds()) {
            throw new IllegalArgumentException(
                    "write.revokeWithin (%s) and the %s for the offsets that follow must be less than group.maxPollInterval (%s): the group would take a writer that gives a partition back for dead"
                            .formatted(revoke, OFFSET_COMMIT, poll));
        }
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

    /** Node {@code events}: by these rules failed events are checked again. */
    @JsonProperty
    public EventSettings events() {
        return events;
    }

    /** Node {@code admin}. */
    @JsonProperty
    public AdminSettings admin() {
        return admin;
    }
}
