package dev.clacks.ingest.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clacks.common.event.EventSettings;
import dev.clacks.common.kafka.Topics;
import dev.clacks.ingest.server.DoorServerFactory;
import dev.clacks.ingest.tiers.Tier;
import dev.clacks.ingest.tiers.Tiers;
import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.ResourceConfigurationSourceProvider;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SettingsTest {

    private final ObjectMapper mapper =
            Jackson.newObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    @Test
    void theDefaultsAreTheDocumentedOnes() {
        assertThat(CredentialSettings.defaults())
                .isEqualTo(new CredentialSettings(
                        Duration.seconds(5), Duration.seconds(2), Duration.hours(1), Duration.seconds(60)));
        assertThat(DatabaseSettings.defaults())
                .isEqualTo(new DatabaseSettings(
                        "postgresql://localhost:5432/clacks",
                        "postgresql://localhost:5432/clacks",
                        "postgresql://localhost:5432/clacks",
                        6));
        assertThat(EventSettings.defaults()).isEqualTo(new EventSettings(Duration.days(90), Duration.hours(24), null));
        assertThat(LimitSettings.defaults())
                .isEqualTo(new LimitSettings(
                        DataSize.mebibytes(10),
                        1000,
                        Duration.seconds(18),
                        Duration.seconds(10),
                        Duration.seconds(10),
                        4096,
                        DataSize.mebibytes(64),
                        2_000_000));
        assertThat(StatisticsSettings.defaults())
                .isEqualTo(
                        new StatisticsSettings(Duration.seconds(60), DataSize.mebibytes(16), 2, Duration.seconds(3)));
        assertThat(QuotaSettings.defaults()).isEqualTo(new QuotaSettings(1000, Duration.seconds(5)));
        assertThat(ClientSettings.defaults()).isEqualTo(new ClientSettings(1200, List.of()));
        assertThat(PublisherSettings.defaults())
                .isEqualTo(new PublisherSettings(
                        "lz4",
                        DataSize.mebibytes(32),
                        Duration.seconds(1),
                        Duration.seconds(3),
                        Duration.seconds(8),
                        32));
    }

    @Test
    void doctorAndCorsHaveDefaultsAndEveryKeyCanBeSet() throws JsonProcessingException {
        assertThat(DoctorSettings.defaults()).isEqualTo(new DoctorSettings(30, 60, 2));
        assertThat(read(
                        "{\"requestsPerMinute\":1,\"addressRequestsPerMinute\":2,\"concurrency\":3}",
                        DoctorSettings.class))
                .isEqualTo(new DoctorSettings(1, 2, 3));
        assertThat(CorsSettings.defaults().allowedOrigins()).isEmpty();
        assertThat(CorsSettings.defaults().allowedHeaders()).contains("X-Signature", "X-Nonce", "Authorization");
        assertThat(CorsSettings.defaults().maxAge()).isEqualTo(Duration.hours(1));
        assertThat(read(
                        "{\"allowedOrigins\":[\"*\"],\"allowedHeaders\":[\"X-Mine\"],\"maxAge\":\"5s\"}",
                        CorsSettings.class))
                .isEqualTo(new CorsSettings(List.of("*"), List.of("X-Mine"), Duration.seconds(5)));
    }

    @Test
    void everyKeyOfEveryNodeCanBeSet() throws JsonProcessingException {
        assertThat(read(
                        "{\"pollInterval\":\"1s\",\"unknownRefresh\":\"500ms\",\"hardAge\":\"2h\",\"lastUseInterval\":\"3s\"}",
                        CredentialSettings.class))
                .isEqualTo(new CredentialSettings(
                        Duration.seconds(1), Duration.milliseconds(500), Duration.hours(2), Duration.seconds(3)));
        assertThat(read(
                        "{\"url\":\"postgresql://a/b\",\"migrationsUrl\":\"postgresql://c/d\",\"listenUrl\":\"postgresql://e/f\",\"connections\":9}",
                        DatabaseSettings.class))
                .isEqualTo(new DatabaseSettings("postgresql://a/b", "postgresql://c/d", "postgresql://e/f", 9));
        assertThat(read(
                        "{\"acceptedPast\":\"30d\",\"acceptedFuture\":\"1h\",\"userIdPattern\":\"u.+\"}",
                        EventSettings.class))
                .isEqualTo(new EventSettings(Duration.days(30), Duration.hours(1), "u.+"));
        assertThat(read(
                        "{\"body\":\"1MiB\",\"events\":5,\"bodyTimeout\":\"2s\",\"answerTimeout\":\"3s\",\"headerTimeout\":\"4s\","
                                + "\"inflightRequests\":6,\"inflightBytes\":\"8MiB\",\"nonces\":7000}",
                        LimitSettings.class))
                .isEqualTo(new LimitSettings(
                        DataSize.mebibytes(1),
                        5,
                        Duration.seconds(2),
                        Duration.seconds(3),
                        Duration.seconds(4),
                        6,
                        DataSize.mebibytes(8),
                        7000));
        assertThat(read("{\"stagingEventsPerMonth\":50,\"refreshInterval\":\"1s\"}", QuotaSettings.class))
                .isEqualTo(new QuotaSettings(50, Duration.seconds(1)));
        assertThat(read("{\"refusedPerMinute\":7,\"trustedProxies\":[\"10.0.0.0/8\",\"::1\"]}", ClientSettings.class))
                .isEqualTo(new ClientSettings(7, List.of("10.0.0.0/8", "::1")));
        assertThat(read(
                        "{\"requestsPerMinute\":5,\"bytesPerMinute\":\"7MiB\",\"eventsPerMonth\":6,\"retention\":\"7d\",\"body\":\"8KiB\",\"events\":9}",
                        TierSettings.class))
                .isEqualTo(new TierSettings(5, DataSize.mebibytes(7), 6L, Duration.days(7), DataSize.kibibytes(8), 9));
        assertThat(read(
                        "{\"compression\":\"zstd\",\"bufferMemory\":\"8MiB\",\"maxBlock\":\"20ms\",\"requestTimeout\":\"1s\","
                                + "\"deliveryTimeout\":\"2s\",\"senders\":3}",
                        PublisherSettings.class))
                .isEqualTo(new PublisherSettings(
                        "zstd",
                        DataSize.mebibytes(8),
                        Duration.milliseconds(20),
                        Duration.seconds(1),
                        Duration.seconds(2),
                        3));
        assertThat(read(
                        "{\"cacheFor\":\"5s\",\"cacheSize\":\"2MiB\",\"queries\":3,\"queryTimeout\":\"1s\"}",
                        StatisticsSettings.class))
                .isEqualTo(new StatisticsSettings(Duration.seconds(5), DataSize.mebibytes(2), 3, Duration.seconds(1)));
    }

    @Test
    void theWholeConfigurationHoldsEveryNode() throws JsonProcessingException {
        IngestConfiguration configuration = read(
                "{\"kafka\":{\"bootstrapServers\":\"k:1\"},\"database\":{\"connections\":3},\"credentials\":{\"hardAge\":\"1d\"},"
                        + "\"limits\":{\"events\":3},\"events\":{\"acceptedPast\":\"5d\"},\"publisher\":{\"senders\":4},"
                        + "\"statistics\":{\"queries\":1},"
                        + "\"tiers\":{\"*\":{\"events\":2}},\"quotas\":{\"stagingEventsPerMonth\":5},\"clients\":{\"refusedPerMinute\":6}}",
                IngestConfiguration.class);
        assertThat(configuration.kafka().bootstrapServers()).isEqualTo("k:1");
        assertThat(configuration.database().connections()).isEqualTo(3);
        assertThat(configuration.credentials().hardAge()).isEqualTo(Duration.days(1));
        assertThat(configuration.limits().events()).isEqualTo(3);
        assertThat(configuration.events().acceptedPast()).isEqualTo(Duration.days(5));
        assertThat(configuration.publisher().senders()).isEqualTo(4);
        assertThat(configuration.statistics().queries()).isEqualTo(1);
        assertThat(configuration.tiers().of("any").batchEvents()).isEqualTo(2);
        assertThat(configuration.quotas().stagingEventsPerMonth()).isEqualTo(5);
        assertThat(configuration.clients().refusedPerMinute()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"limits\":{\"inflightBytes\":\"39MiB\"}} | limits.inflightBytes",
                "{\"publisher\":{\"deliveryTimeout\":\"10s\"}} | publisher.deliveryTimeout",
                "{\"publisher\":{\"requestTimeout\":\"9s\"}} | publisher.requestTimeout",
                "{\"kafka\":{\"properties\":{\"delivery.timeout.ms\":\"120000\"}}} | publisher.deliveryTimeout",
                "{\"kafka\":{\"properties\":{\"request.timeout.ms\":\"30000\"}}} | publisher.requestTimeout",
                "{\"kafka\":{\"properties\":{\"max.block.ms\":\"60000\"}}} | publisher.maxBlock",
                "{\"kafka\":{\"properties\":{\"buffer.memory\":\"1\"}}} | publisher.bufferMemory",
                "{\"kafka\":{\"properties\":{\"compression.type\":\"none\"}}} | publisher.compression",
                "{\"kafka\":{\"properties\":{\"transactional.id\":\"door\"}}} | transactional.id",
                "{\"statistics\":{\"queries\":6}} | statistics.queries",
                "{\"cors\":{\"allowedOrigins\":[\"https://a.example/path\"]}} | cors.allowedOrigins",
                "{\"cors\":{\"allowedHeaders\":[\"a b\"]}} | cors.allowedHeaders",
                "{\"events\":{\"userIdPattern\":\"(\"}} | events.userIdPattern",
                "{\"tiers\":{\"free\":{}}} | tiers must have an entry",
                "{\"tiers\":{\"*\":{},\"Free\":{}}} | tiers: a name",
                "{\"tiers\":{\"*\":{\"retention\":\"36h\"}}} | tiers.*.retention",
                "{\"tiers\":{\"*\":{\"retention\":\"36501d\"}}} | tiers.*.retention",
                "{\"tiers\":{\"*\":{\"body\":\"11MiB\"}}} | tiers.*.body",
                "{\"tiers\":{\"*\":{\"events\":1001}}} | tiers.*.events",
                "{\"tiers\":{\"*\":{\"bytesPerMinute\":\"9MiB\"}}} | tiers.*.bytesPerMinute",
                "{\"tiers\":{\"*\":{\"request\":1001}}} | request",
                "{\"clients\":{\"trustedProxies\":[\"10.0.0.1/8\"]}} | clients.trustedProxies"
            })
    void whatDoesNotFitTogetherIsRefusedByItsKey(String json, String key) {
        assertThatThrownBy(() -> read(json, IngestConfiguration.class)).hasMessageContaining(key);
    }

    @Test
    void everyPropertyOfKafkaThatASettingDecidesIsNamedAtOnceAndOthersPass() throws JsonProcessingException {
        assertThatThrownBy(() -> read(
                        "{\"kafka\":{\"properties\":{\"max.block.ms\":\"1\",\"linger.ms\":\"5\",\"buffer.memory\":\"2\"}}}",
                        IngestConfiguration.class))
                .hasMessageContaining(
                        "kafka.properties must not have buffer.memory (set publisher.bufferMemory), max.block.ms (set publisher.maxBlock)");
        assertThat(read(
                                "{\"kafka\":{\"properties\":{\"security.protocol\":\"SSL\",\"linger.ms\":\"5\"}}}",
                                IngestConfiguration.class)
                        .kafka()
                        .properties())
                .containsOnlyKeys("security.protocol", "linger.ms");
    }

    /** A setting whose property could be given beside it would not hold. */
    @Test
    void noSettingOfThePublisherCanBeUndoneBesideIt() {
        Map<String, Object> other = new PublisherSettings(
                        "zstd",
                        DataSize.mebibytes(8),
                        Duration.milliseconds(20),
                        Duration.seconds(1),
                        Duration.seconds(2),
                        3)
                .properties();
        PublisherSettings.defaults().properties().forEach((name, value) -> {
            if (!value.equals(other.get(name))) {
                assertThat(PublisherSettings.OWNED).containsKey(name);
            }
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"limits\":{\"events\":0}} | limits.events",
                "{\"doctor\":{\"concurrency\":0}} | doctor.concurrency",
                "{\"cors\":{\"maxAge\":\"2d\"}} | cors.maxAge",
                "{\"limits\":{\"bodyTimeout\":\"1ms\"}} | limits.bodyTimeout",
                "{\"limits\":{\"nonces\":1}} | limits.nonces",
                "{\"limits\":{\"answerTimeout\":\"11s\"}} | limits.answerTimeout",
                "{\"statistics\":{\"queryTimeout\":\"8s\"}} | statistics.queryTimeout",
                "{\"credentials\":{\"pollInterval\":\"9s\"}} | credentials.pollInterval",
                "{\"credentials\":{\"hardAge\":\"1s\"}} | credentials.hardAge",
                "{\"publisher\":{\"compression\":\"rar\"}} | publisher.compression",
                "{\"tiers\":{\"*\":{\"requestsPerMinute\":0}}} | tiers[*].requestsPerMinute",
                "{\"tiers\":{\"*\":{\"bytesPerMinute\":\"51GiB\"}}} | tiers[*].bytesPerMinute",
                "{\"tiers\":{\"*\":{\"eventsPerMonth\":0}}} | tiers[*].eventsPerMonth",
                "{\"tiers\":{\"*\":{\"events\":0}}} | tiers[*].events",
                "{\"tiers\":{\"*\":{\"body\":\"1B\"}}} | tiers[*].body",
                "{\"quotas\":{\"stagingEventsPerMonth\":0}} | quotas.stagingEventsPerMonth",
                "{\"quotas\":{\"refreshInterval\":\"1ms\"}} | quotas.refreshInterval",
                "{\"clients\":{\"refusedPerMinute\":0}} | clients.refusedPerMinute",
                "{\"database\":{\"url\":\"\"}} | database.url"
            })
    void aValueOutOfItsRangeIsNamed(String json, String key) throws JsonProcessingException {
        var violations = Validators.newValidator().validate(read(json, IngestConfiguration.class));
        assertThat(violations)
                .anyMatch(violation -> violation.getPropertyPath().toString().equals(key));
    }

    @Test
    void theDefaultTiersAreTheDocumentedOnes() throws JsonProcessingException {
        int body = 10 << 20;
        assertThat(read("{}", IngestConfiguration.class).tiers().byName())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "free", new Tier(100, 100L << 20, 10_000, 30, body, 1000),
                        "pro", new Tier(1000, 1L << 30, Tier.UNLIMITED_EVENTS, 90, body, 1000),
                        "business", new Tier(10_000, 10L << 30, Tier.UNLIMITED_EVENTS, 365, body, 1000),
                        "self-hosted",
                                new Tier(
                                        Tier.UNLIMITED_REQUESTS,
                                        Tier.UNLIMITED_BYTES,
                                        Tier.UNLIMITED_EVENTS,
                                        90,
                                        body,
                                        1000),
                        "enterprise",
                                new Tier(
                                        Tier.UNLIMITED_REQUESTS,
                                        Tier.UNLIMITED_BYTES,
                                        Tier.UNLIMITED_EVENTS,
                                        365,
                                        body,
                                        1000),
                        "*", new Tier(100, 100L << 20, 10_000, 90, body, 1000)));
    }

    @Test
    void theBundledFileSaysTheDefaultTiersAndTopics() throws Exception {
        var variables = new EnvironmentVariableSubstitutor(false);
        IngestConfiguration bundled = new YamlConfigurationFactory<>(
                        IngestConfiguration.class, null, Jackson.newObjectMapper(), "dw")
                .build(
                        new SubstitutingSourceProvider(new ResourceConfigurationSourceProvider(), variables),
                        "ingest-api.yml");
        assertThat(bundled.tierSettings()).isEqualTo(TierSettings.defaults());
        assertThat(bundled.kafka().topics()).isEqualTo(Topics.defaults());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"door\"} | 0.0.0.0 | 3001",
                "{\"type\":\"door\",\"bindHost\":\"10.0.0.1\",\"port\":8080,\"adminBindHost\":\"\"} | 10.0.0.1 | 8081",
                "{\"type\":\"door\",\"adminBindHost\":\"127.0.0.1\",\"adminPort\":9000} | 127.0.0.1 | 9000"
            })
    void theAdminPortIsBesideTheDoorsUnlessSaidOtherwise(String json, String host, int port)
            throws JsonProcessingException {
        DoorServerFactory server = read(json, DoorServerFactory.class);
        assertThat(server.getAdminBindHost()).isEqualTo(host);
        assertThat(server.getAdminPort()).isEqualTo(port);
    }

    @Test
    void whatATierDoesNotNameIsNotLimitedBeyondWhatHoldsForAll() throws JsonProcessingException {
        Tiers tiers = read(
                        "{\"limits\":{\"events\":5,\"body\":\"64KiB\"},\"tiers\":{\"*\":{\"retention\":\"7d\"},\"a\":{\"events\":3}}}",
                        IngestConfiguration.class)
                .tiers();
        assertThat(tiers.of("a"))
                .isEqualTo(
                        new Tier(Tier.UNLIMITED_REQUESTS, Tier.UNLIMITED_BYTES, Tier.UNLIMITED_EVENTS, 7, 64 << 10, 3));
        assertThat(tiers.of("b"))
                .isEqualTo(
                        new Tier(Tier.UNLIMITED_REQUESTS, Tier.UNLIMITED_BYTES, Tier.UNLIMITED_EVENTS, 7, 64 << 10, 5));
        assertThat(tiers.configured("a")).isTrue();
        assertThat(tiers.configured("b")).isFalse();
    }

    @Test
    void anUnknownKeyIsRefused() {
        assertThatThrownBy(() -> read("{\"bodyTimeot\":\"1s\"}", LimitSettings.class))
                .hasMessageContaining("bodyTimeot");
    }

    @Test
    void theProducersTunablesFollowTheSettings() {
        Map<String, Object> properties = PublisherSettings.defaults().properties();
        assertThat(properties)
                .containsEntry("linger.ms", 0)
                .containsEntry("compression.type", "lz4")
                .containsEntry("max.block.ms", 1000L)
                .containsEntry("delivery.timeout.ms", 8000)
                .containsEntry("buffer.memory", 33_554_432L);
    }

    @Test
    void noPasswordIsShown() {
        assertThat(new DatabaseSettings(
                                "postgresql://u:pass@h/d", "postgresql://o:word@h/d", "postgresql://l:key@h/d", 1)
                        .toString())
                .doesNotContain("pass", "word", "key");
    }

    private <T> T read(String json, Class<T> type) throws JsonProcessingException {
        return mapper.readValue(json, type);
    }
}
