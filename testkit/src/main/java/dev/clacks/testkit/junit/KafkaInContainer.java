package dev.clacks.testkit.junit;

import dev.clacks.testkit.embedded.BrokerSettings;
import java.util.Locale;
import org.testcontainers.kafka.KafkaContainer;

/** A broker in a container, with the settings of the embedded one. */
final class KafkaInContainer implements KafkaBacking {
    private static final String IMAGE = "apache/kafka:4.4.0";

    private final KafkaContainer container =
            new KafkaContainer(IMAGE).withLabels(Docker.labels()).withStartupTimeout(START_LIMIT);

    KafkaInContainer() {
        BrokerSettings.all().forEach((name, value) -> container.withEnv(variable(name), value));
        container.start();
    }

    /** The variable that the image turns into a setting. */
    private static String variable(String setting) {
        return "KAFKA_" + setting.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    @Override
    public String bootstrapServers() {
        return container.getBootstrapServers();
    }

    @Override
    public void close() {
        container.stop();
    }
}
