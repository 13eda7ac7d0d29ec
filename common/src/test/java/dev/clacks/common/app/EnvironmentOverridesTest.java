package dev.clacks.common.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clacks.common.kafka.KafkaSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentOverridesTest {

    record Settings(KafkaSettings kafka, int chunkRows) {}

    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void aKeyOfTheSettingsRecordsIsFoundThoughTheFileDoesNotNameIt() throws Exception {
        assertThat(overrides("{}", Map.of("CLACKS_KAFKA_BOOTSTRAP_SERVERS", "k:1", "CLACKS_CHUNK_ROWS", "7")))
                .containsExactlyInAnyOrderEntriesOf(Map.of("kafka.bootstrapServers", "k:1", "chunkRows", "7"));
    }

    @Test
    void aKeyOfTheFileIsFoundThoughTheRecordsDoNotKnowIt() throws Exception {
        assertThat(overrides("{\"server\":{\"idleTimeout\":\"30s\"}}", Map.of("CLACKS_SERVER_IDLE_TIMEOUT", "9s")))
                .containsExactly(Map.entry("server.idleTimeout", "9s"));
    }

    @Test
    void variablesThatNameNoKeyAreLeftAlone() throws Exception {
        assertThat(overrides("{}", Map.of("CLACKS_INGEST_API_PORT", "tcp://10.0.0.1:80")))
                .isEmpty();
    }

    private Map<String, String> overrides(String yaml, Map<String, String> environment) throws Exception {
        JsonNode node = mapper.readTree(yaml);
        return new EnvironmentOverrides(mapper).of(node, Settings.class, environment);
    }
}
