package dev.clacks.ingest.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.clacks.common.event.EventSettings;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.ingest.tiers.Tiers;
import io.dropwizard.core.Configuration;
import jakarta.validation.Valid;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The whole YAML: Dropwizard's nodes ({@code server}, {@code logging}) and the door's own. */
public final class IngestConfiguration extends Configuration {

    @Valid
    private final KafkaSettings kafka;

    @Valid
    private final DatabaseSettings database;

    @Valid
    private final CredentialSettings credentials;

    @Valid
    private final LimitSettings limits;

    @Valid
    private final EventSettings events;

    @Valid
    private final PublisherSettings publisher;

    @Valid
    private final DoctorSettings doctor;

    @Valid
    private final CorsSettings cors;

    @Valid
    private final AdminSettings admin;

    @Valid
    private final EncryptionSettings encryption;

    @Valid
    private final StatisticsSettings statistics;

    private final Map<String, @Valid TierSettings> tiers;

    private final Tiers tiersOfDoor;

    @Valid
    private final QuotaSettings quotas;

    @Valid
    private final ClientSettings clients;

    @JsonCreator
    public IngestConfiguration(
            @JsonProperty("kafka") @Nullable KafkaSettings kafka,
            @JsonProperty("database") @Nullable DatabaseSettings database,
            @JsonProperty("credentials") @Nullable CredentialSettings credentials,
            @JsonProperty("limits") @Nullable LimitSettings limits,
            @JsonProperty("events") @Nullable EventSettings events,
            @JsonProperty("publisher") @Nullable PublisherSettings publisher,
            @JsonProperty("doctor") @Nullable DoctorSettings doctor,
            @JsonProperty("cors") @Nullable CorsSettings cors,
            @JsonProperty("admin") @Nullable AdminSettings admin,
            @JsonProperty("encryption") @Nullable EncryptionSettings encryption,
            @JsonProperty("statistics") @Nullable StatisticsSettings statistics,
            @JsonProperty("tiers") @Nullable Map<String, TierSettings> tiers,
            @JsonProperty("quotas") @Nullable QuotaSettings quotas,
            @JsonProperty("clients") @Nullable ClientSettings clients) {
        this.kafka = kafka == null ? KafkaSettings.at("localhost:9092") : kafka;
        this.database = database == null ? DatabaseSettings.defaults() : database;
        this.credentials = credentials == null ? CredentialSettings.defaults() : credentials;
        this.limits = limits == null ? LimitSettings.defaults() : limits;
        this.events = events == null ? EventSettings.defaults() : events;
        this.publisher = publisher == null ? PublisherSettings.defaults() : publisher;
        this.kafka.requireNone(PublisherSettings.OWNED);
        this.doctor = doctor == null ? DoctorSettings.defaults() : doctor;
        this.cors = cors == null ? CorsSettings.defaults() : cors;
        this.admin = admin == null ? AdminSettings.defaults() : admin;
        this.encryption = encryption == null ? EncryptionSettings.defaults() : encryption;
        this.statistics = statistics == null ? StatisticsSettings.defaults() : statistics;
        if (this.statistics.queries() >= this.database.connections()) {
            throw new IllegalArgumentException(
                    "statistics.queries must be less than database.connections, or statistics would keep credentials waiting");
        }
        this.tiers = tiers == null ? TierSettings.defaults() : tiers;
        this.quotas = quotas == null ? QuotaSettings.defaults() : quotas;
        this.clients = clients == null ? ClientSettings.defaults() : clients;
        this.tiersOfDoor = TierSettings.tiers(this.tiers, this.limits);
        if (this.publisher.deliveryTimeout().toMilliseconds()
                >= this.limits.answerTimeout().toMilliseconds()) {
            throw new IllegalArgumentException(
                    "publisher.deliveryTimeout must be shorter than limits.answerTimeout, or Kafka would still try when the client was told to come again");
        }
    }

    @JsonProperty
    public KafkaSettings kafka() {
        return kafka;
    }

    @JsonProperty
    public DatabaseSettings database() {
        return database;
    }

    @JsonProperty
    public CredentialSettings credentials() {
        return credentials;
    }

    @JsonProperty
    public LimitSettings limits() {
        return limits;
    }

    @JsonProperty
    public EventSettings events() {
        return events;
    }

    @JsonProperty
    public PublisherSettings publisher() {
        return publisher;
    }

    @JsonProperty
    public DoctorSettings doctor() {
        return doctor;
    }

    @JsonProperty
    public CorsSettings cors() {
        return cors;
    }

    @JsonProperty
    public AdminSettings admin() {
        return admin;
    }

    @JsonProperty
    public EncryptionSettings encryption() {
        return encryption;
    }

    @JsonProperty
    public StatisticsSettings statistics() {
        return statistics;
    }

    /** What each tier allows; given whole, it replaces the default ones. */
    @JsonProperty("tiers")
    public Map<String, TierSettings> tierSettings() {
        return tiers;
    }

    /** The same for the door. */
    @JsonIgnore
    public Tiers tiers() {
        return tiersOfDoor;
    }

    @JsonProperty
    public QuotaSettings quotas() {
        return quotas;
    }

    @JsonProperty
    public ClientSettings clients() {
        return clients;
    }
}
