package dev.clacks.writer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clacks.writer.config.GroupSettings.Protocol;
import io.dropwizard.jackson.Jackson;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code kafka.properties} may say to the writer. */
final class KafkaPropertiesTest {

    private final ObjectMapper mapper = Jackson.newObjectMapper();

    @ParameterizedTest
    @CsvSource({
        "group.id, group.id",
        "group.protocol, group.protocol",
        "group.instance.id, group.instanceId",
        "session.timeout.ms, group.sessionTimeout",
        "heartbeat.interval.ms, group.heartbeatInterval",
        "max.poll.interval.ms, group.maxPollInterval",
        "max.poll.records, write.chunkRows",
        "fetch.max.bytes, write.fetchSize",
        "max.partition.fetch.bytes, write.fetchSize"
    })
    void whatASettingDecidesIsRefusedByTheSettingsName(String property, String setting) {
        assertThatThrownBy(() -> read(property))
                .hasMessageContaining("kafka.properties must not have " + property + " (set " + setting + ")");
    }

    @Test
    void anythingElsePasses() throws JsonProcessingException {
        assertThat(read("security.protocol").kafka().properties()).containsOnlyKeys("security.protocol");
    }

    /** A setting whose property could be given beside it would not hold. */
    @Test
    void noPropertyThatASettingChangesCanBeGivenBesideIt() {
        var some = GroupSettings.of("a", Protocol.CLASSIC, "i", null, null, null);
        var owned = new HashMap<>(GroupSettings.OWNED);
        owned.putAll(WriteSettings.OWNED);
        Map<String, Object> properties = new HashMap<>(some.properties(0));
        properties.keySet().removeAll(owned.keySet());
        assertThat(properties).containsOnlyKeys("partition.assignment.strategy");
        properties = new HashMap<>(WriteSettings.defaults().consumerProperties());
        properties.keySet().removeAll(owned.keySet());
        assertThat(properties).containsOnlyKeys("fetch.max.wait.ms");
    }

    private WriterConfiguration read(String property) throws JsonProcessingException {
        return mapper.readValue(
                "{\"kafka\":{\"properties\":{\"%s\":\"1\"}}}".formatted(property), WriterConfiguration.class);
    }
}
