package dev.clacks.testkit.embedded;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The settings of the one-node broker: what {@code server.properties} says. */
final class KafkaProperties {
    private KafkaProperties() {}

    static Map<String, String> of(Path logs, int port, int controllerPort, @Nullable ProxiedListener proxied) {
        Map<String, String> settings = BrokerSettings.all();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT");
        String plain = "PLAINTEXT://127.0.0.1:" + port;
        String controller = "CONTROLLER://127.0.0.1:" + controllerPort;
        if (proxied == null) {
            settings.put("listeners", plain + "," + controller);
            settings.put("advertised.listeners", plain);
        } else {
            settings.put("listeners", plain + "," + controller + ",PROXIED://127.0.0.1:" + proxied.port());
            settings.put("advertised.listeners", plain + ",PROXIED://127.0.0.1:" + proxied.advertisedPort());
        }
        settings.put("log.dirs", logs.toString());
        return settings;
    }
}
