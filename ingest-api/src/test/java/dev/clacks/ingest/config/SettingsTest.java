package dev.clacks.ingest.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.jackson.Jackson;
import io.dropwizard.jersey.validation.Validators;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
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
                        "postgresql://localhost:5432/clacks", "postgresql://localhost:5432/clacks", 4));
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
    void everyKeyOfEveryNodeCanBeSet() throws JsonProcessingException {
        assertThat(read(
                        "{\"pollInterval\":\"1s\",\"unknownRefresh\":\"500ms\",\"hardAge\":\"2h\",\"lastUseInterval\":\"3s\"}",
                        CredentialSettings.class))
                .isEqualTo(new CredentialSettings(
                        Duration.seconds(1), Duration.milliseconds(500), Duration.hours(2), Duration.seconds(3)));
        assertThat(read(
                        "{\"url\":\"postgresql://a/b\",\"migrationsUrl\":\"postgresql://c/d\",\"connections\":9}",
                        DatabaseSettings.class))
                .isEqualTo(new DatabaseSettings("postgresql://a/b", "postgresql://c/d", 9));
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
                        + "\"statistics\":{\"queries\":1}}",
                IngestConfiguration.class);
        assertThat(configuration.kafka().bootstrapServers()).isEqualTo("k:1");
        assertThat(configuration.database().connections()).isEqualTo(3);
        assertThat(configuration.credentials().hardAge()).isEqualTo(Duration.days(1));
        assertThat(configuration.limits().events()).isEqualTo(3);
        assertThat(configuration.events().acceptedPast()).isEqualTo(Duration.days(5));
        assertThat(configuration.publisher().senders()).isEqualTo(4);
        assertThat(configuration.statistics().queries()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"limits\":{\"inflightBytes\":\"39MiB\"}} | limits.inflightBytes",
                "{\"publisher\":{\"deliveryTimeout\":\"10s\"}} | publisher.deliveryTimeout",
                "{\"publisher\":{\"requestTimeout\":\"9s\"}} | publisher.requestTimeout",
                "{\"statistics\":{\"queries\":4}} | statistics.queries",
                "{\"events\":{\"userIdPattern\":\"(\"}} | events.userIdPattern"
            })
    void whatDoesNotFitTogetherIsRefusedByItsKey(String json, String key) {
        assertThatThrownBy(() -> read(json, IngestConfiguration.class)).hasMessageContaining(key);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"limits\":{\"events\":0}} | limits.events",
                "{\"limits\":{\"bodyTimeout\":\"1ms\"}} | limits.bodyTimeout",
                "{\"limits\":{\"nonces\":1}} | limits.nonces",
                "{\"limits\":{\"answerTimeout\":\"11s\"}} | limits.answerTimeout",
                "{\"statistics\":{\"queryTimeout\":\"8s\"}} | statistics.queryTimeout",
                "{\"credentials\":{\"pollInterval\":\"9s\"}} | credentials.pollInterval",
                "{\"credentials\":{\"hardAge\":\"1s\"}} | credentials.hardAge",
                "{\"publisher\":{\"compression\":\"rar\"}} | publisher.compression",
                "{\"database\":{\"url\":\"\"}} | database.url"
            })
    void aValueOutOfItsRangeIsNamed(String json, String key) throws JsonProcessingException {
        var violations = Validators.newValidator().validate(read(json, IngestConfiguration.class));
        assertThat(violations)
                .anyMatch(violation -> violation.getPropertyPath().toString().equals(key));
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
        assertThat(new DatabaseSettings("postgresql://u:pass@h/d", "postgresql://o:word@h/d", 1).toString())
                .doesNotContain("pass", "word");
    }

    private <T> T read(String json, Class<T> type) throws JsonProcessingException {
        return mapper.readValue(json, type);
    }
}
