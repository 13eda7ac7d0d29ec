package dev.clacks.common.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clacks.common.kafka.KafkaSettings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentOverridesTest {

    record Settings(KafkaSettings kafka, int chunkRows, List<String> trustedProxies) {}

    private final ObjectMapper mapper = new ObjectMapper();

    @Test
    void aKeyOfTheSettingsRecordsIsSetThoughTheFileDoesNotNameIt() throws Exception {
        assertThat(overridden("{}", Map.of("CLACKS_KAFKA_BOOTSTRAP_SERVERS", "k:1", "CLACKS_CHUNK_ROWS", "7")))
                .isEqualTo("{'chunkRows':'7','kafka':{'bootstrapServers':'k:1'}}");
    }

    @Test
    void aKeyOfTheFileIsSetThoughTheRecordsDoNotKnowIt() throws Exception {
        assertThat(overridden("{'server':{'idleTimeout':'30s'}}", Map.of("CLACKS_SERVER_IDLE_TIMEOUT", "9s")))
                .isEqualTo("{'server':{'idleTimeout':'9s'}}");
    }

    @Test
    void aKeyWithinAListIsNumbered() throws Exception {
        assertThat(overridden(
                        "{'server':{'adminConnectors':[{'type':'http','port':1}],'other':['a','b']}}",
                        Map.of("CLACKS_SERVER_ADMIN_CONNECTORS_0_PORT", "2", "CLACKS_SERVER_OTHER_1", "c")))
                .isEqualTo("{'server':{'adminConnectors':[{'type':'http','port':'2'}],'other':['a','c']}}");
    }

    @Test
    void aKeyWithADotInItIsOneKey() throws Exception {
        assertThat(overridden(
                        "{'kafka':{'properties':{'security.protocol':'PLAINTEXT'}}}",
                        Map.of("CLACKS_KAFKA_PROPERTIES_SECURITY_PROTOCOL", "SSL")))
                .isEqualTo("{'kafka':{'properties':{'security.protocol':'SSL'}}}");
    }

    @Test
    void aMapIsGivenWholeAsJson() throws Exception {
        assertThat(overridden(
                        "{}", Map.of("CLACKS_KAFKA_PROPERTIES", "{\"security.protocol\":\"SSL\",\"retries\":\"3\"}")))
                .isEqualTo("{'kafka':{'properties':{'security.protocol':'SSL','retries':'3'}}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1, 10.0.0.2", "[\"10.0.0.1\",\"10.0.0.2\"]"})
    void aListIsGivenWholeWithCommasOrAsJson(String text) throws Exception {
        assertThat(overridden("{}", Map.of("CLACKS_TRUSTED_PROXIES", text)))
                .isEqualTo("{'trustedProxies':['10.0.0.1','10.0.0.2']}");
    }

    @Test
    void anEmptyListIsEmpty() throws Exception {
        assertThat(overridden("{'trustedProxies':['a']}", Map.of("CLACKS_TRUSTED_PROXIES", "")))
                .isEqualTo("{'trustedProxies':[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"security.protocol=SSL", "[]", "{\"a\":", ""})
    void aMapThatIsNoJsonObjectIsRefusedWithoutShowingIt(String text) {
        assertThatThrownBy(() -> overridden("{}", Map.of("CLACKS_KAFKA_PROPERTIES", text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the environment variable CLACKS_KAFKA_PROPERTIES must be a JSON object");
    }

    @Test
    void variablesThatNameNoKeyAreLeftAlone() throws Exception {
        assertThat(overridden("{}", Map.of("CLACKS_INGEST_API_PORT", "tcp://10.0.0.1:80")))
                .isEqualTo("{}");
    }

    private String overridden(String yaml, Map<String, String> environment) throws Exception {
        ObjectNode node = (ObjectNode) mapper.readTree(yaml.replace('\'', '"'));
        new EnvironmentOverrides(mapper).apply(node, Settings.class, environment);
        return node.toString().replace('"', '\'');
    }
}
