package dev.clacks.common.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.NoSuchFileException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaClientsTest {

    private static final KafkaSettings UNDOING = new KafkaSettings(
            "broker:9092",
            Topics.defaults(),
            Map.of(
                    "acks", "0",
                    "enable.idempotence", "false",
                    "enable.auto.commit", "true",
                    "auto.offset.reset", "latest",
                    "bootstrap.servers", "elsewhere:1",
                    "linger.ms", "7",
                    "security.protocol", "SSL"));

    @Test
    void noConfigurationUndoesTheProducersInvariants() {
        Map<String, Object> properties = KafkaClients.producerProperties(UNDOING, Map.of("acks", "1"));

        assertThat(properties).containsEntry("acks", "all").containsEntry("enable.idempotence", true);
    }

    @Test
    void noConfigurationMakesAConsumerCommitOrJumpByItself() {
        Map<String, Object> properties = KafkaClients.consumerProperties(UNDOING, Map.of());

        assertThat(properties)
                .containsEntry("enable.auto.commit", false)
                .containsEntry("auto.offset.reset", "none")
                .containsEntry("allow.auto.create.topics", false);
    }

    @Test
    void theOperatorsPropertiesPassThroughAndWinOverTunables() {
        Map<String, Object> properties =
                KafkaClients.producerProperties(UNDOING, Map.of("linger.ms", 0, "batch.size", 1));

        assertThat(properties)
                .containsEntry("security.protocol", "SSL")
                .containsEntry("linger.ms", "7")
                .containsEntry("batch.size", 1)
                .containsEntry("bootstrap.servers", "broker:9092");
    }

    @Test
    void tlsAndSaslReachEveryKindOfClient() {
        var secured = Map.of(
                "security.protocol", "SASL_SSL",
                "sasl.mechanism", "SCRAM-SHA-512",
                "sasl.jaas.config", "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "ssl.truststore.location", "/etc/clacks/truststore.p12",
                "ssl.endpoint.identification.algorithm", "https");
        var settings = new KafkaSettings("localhost:9093", Topics.defaults(), secured);

        assertThat(KafkaClients.producerProperties(settings, Map.of())).containsAllEntriesOf(secured);
        assertThat(KafkaClients.consumerProperties(settings, Map.of())).containsAllEntriesOf(secured);
        // an admin client reads the store when it is made
        assertThatThrownBy(() -> KafkaClients.admin(settings, Map.of()))
                .hasRootCauseInstanceOf(NoSuchFileException.class)
                .hasStackTraceContaining("/etc/clacks/truststore.p12");
    }

    @Test
    void whatIdempotenceForbidsIsRefusedAtTheStart() {
        for (var forbidden : Map.of("max.in.flight.requests.per.connection", "6", "retries", "0")
                .entrySet()) {
            var settings = new KafkaSettings(
                    "localhost:9092", Topics.defaults(), Map.of(forbidden.getKey(), forbidden.getValue()));
            assertThatThrownBy(() -> KafkaClients.producer(settings, Map.of()))
                    .hasStackTraceContaining(forbidden.getKey());
        }
    }

    @Test
    void aCommandsAdminClientCanBeMade() {
        try (var admin = KafkaClients.impatientAdmin(KafkaSettings.at("localhost:1"))) {
            assertThat(admin).isNotNull();
        }
    }
}
