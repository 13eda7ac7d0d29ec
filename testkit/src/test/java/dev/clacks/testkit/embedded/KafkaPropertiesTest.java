package dev.clacks.testkit.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaPropertiesTest {
    @Test
    void listensOnLoopbackOnly() {
        Map<String, String> settings = KafkaProperties.of(Path.of("logs"), 1, 2, new ProxiedListener(3, 4));

        assertThat(settings.get("listeners"))
                .isEqualTo("PLAINTEXT://127.0.0.1:1,CONTROLLER://127.0.0.1:2,PROXIED://127.0.0.1:3");
    }

    @Test
    void tellsClientsOfTheProxy() {
        Map<String, String> settings = KafkaProperties.of(Path.of("logs"), 1, 2, new ProxiedListener(3, 4));

        assertThat(settings.get("advertised.listeners")).isEqualTo("PLAINTEXT://127.0.0.1:1,PROXIED://127.0.0.1:4");
    }

    @Test
    void hasNoThirdListenerWithoutAProxy() {
        assertThat(KafkaProperties.of(Path.of("logs"), 1, 2, null).get("listeners"))
                .doesNotContain("PROXIED");
    }

    @Test
    void neverMakesTopicsByItself() {
        assertThat(BrokerSettings.all()).containsEntry("auto.create.topics.enable", "false");
    }

    @Test
    void letsNoGroupAskForATimeoutBelowTheBrokers() {
        Map<String, String> settings = BrokerSettings.all();

        assertThat(settings.get("group.consumer.min.session.timeout.ms"))
                .isEqualTo(settings.get("group.consumer.session.timeout.ms"))
                .isEqualTo("3000");
    }
}
