package dev.clacks.archiver.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.common.kafka.KafkaSettings;
import io.dropwizard.core.Configuration;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;

/**
 * The archiver's configuration: beside Dropwizard's own nodes {@code database}, {@code kafka}, {@code s3},
 * {@code archive}, {@code schedule} and {@code upkeep}.
 */
public final class ArchiverSettings extends Configuration {

    @Valid
    private final DatabaseSettings database;

    @Valid
    private final KafkaSettings kafka;

    @Valid
    private final S3Settings s3;

    @Valid
    private final ArchiveSettings archive;

    @Valid
    private final ScheduleSettings schedule;

    @Valid
    private final UpkeepSettings upkeep;

    @JsonCreator
    public ArchiverSettings(
            @JsonProperty("database") @Nullable DatabaseSettings database,
            @JsonProperty("kafka") @Nullable KafkaSettings kafka,
            @JsonProperty("s3") @Nullable S3Settings s3,
            @JsonProperty("archive") @Nullable ArchiveSettings archive,
            @JsonProperty("schedule") @Nullable ScheduleSettings schedule,
            @JsonProperty("upkeep") @Nullable UpkeepSettings upkeep) {
        this.database = database == null ? DatabaseSettings.defaults() : database;
        this.kafka = kafka == null ? KafkaSettings.at("localhost:9092") : kafka;
        this.s3 = s3 == null ? S3Settings.defaults() : s3;
        this.archive = archive == null ? ArchiveSettings.defaults() : archive;
        this.schedule = schedule == null ? ScheduleSettings.defaults() : schedule;
        this.upkeep = upkeep == null ? UpkeepSettings.defaults() : upkeep;
    }

    public DatabaseSettings database() {
        return database;
    }

    /** The database's address, taken apart. */
    public DatabaseUrl databaseUrl() {
        return DatabaseUrl.parse(database.url());
    }

    public KafkaSettings kafka() {
        return kafka;
    }

    public S3Settings s3() {
        return s3;
    }

    public ArchiveSettings archive() {
        return archive;
    }

    public ScheduleSettings schedule() {
        return schedule;
    }

    public UpkeepSettings upkeep() {
        return upkeep;
    }
}
