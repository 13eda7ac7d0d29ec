package dev.clacks.common.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.configuration.ConfigurationParsingException;
import java.io.ByteArrayInputStream;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServiceConfigurationFactoryTest {

    /** What the YAML is read into. */
    record Settings(@JsonProperty("greeting") String greeting) {}

    private final ServiceConfigurationFactory<Settings> factory = new ServiceConfigurationFactory<>(
            Settings.class, null, new ObjectMapper(), "dw", "none.yml", Map.of("CLACKS_GREETING", "hello"));

    @Test
    void an_environment_variable_wins_over_the_file() throws Exception {
        assertThat(factory.build(path -> text("greeting: hi\n"), "file.yml")).isEqualTo(new Settings("hello"));
    }

    @Test
    void a_key_that_nobody_knows_is_refused() {
        assertThatThrownBy(() -> factory.build(path -> text("greting: hi\n"), "file.yml"))
                .isInstanceOf(ConfigurationParsingException.class)
                .hasMessageContaining("greting");
    }

    private static ByteArrayInputStream text(String yaml) {
        return new ByteArrayInputStream(yaml.getBytes(UTF_8));
    }
}
