package dev.clacks.testkit.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The settings of the one-node broker: what {@code server.properties} says. */
final class KafkaProperties {
    private KafkaProperties() {}

    static Map<String, String> of(Path logs, int port, int controllerPort) {
        Map<String, String> settings = new TreeMap<>(GroupTimeouts.BROKER);
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "PLAINTEXT");
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("log.dirs", logs.toString());
        settings.putAll(OneNode.BROKER);
        return settings;
    }

    /** What a single node needs to be different from Kafka's defaults; containers of tests have it too. */
    static final class OneNode {
        static final Map<String, String> BROKER = Map.ofEntries(
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("offsets.topic.replication.factor", "1"),
                // Few groups, and each partition costs files and time at the start.
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                // A topic may ask for more or less; this bounds what one that asks for nothing takes.
                Map.entry("message.max.bytes", Integer.toString(2 * 1024 * 1024)),
                // Only the offsets topic is compacted; the default would take half of the heap for it.
                Map.entry("log.cleaner.dedupe.buffer.size", Integer.toString(4 * 1024 * 1024)),
                // Else the first member of a group waits 3 s for others that may come.
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                // A fresh log is checked for expired segments every 30 s instead of 5 min: the archiver waits for it.
                Map.entry("log.retention.check.interval.ms", "30000"));

        private OneNode() {}
    }

    /**
     * How soon the broker believes that a member of a group, or itself before a restart, is dead. The defaults, 45 s and 9 s,
     * would be how long a killed writer's partitions stand still and how long a killed broker is refused.
     */
    static final class GroupTimeouts {
        static final Map<String, String> BROKER = Map.of(
                "group.consumer.session.timeout.ms", "3000",
                "group.consumer.min.session.timeout.ms", "3000",
                "group.consumer.heartbeat.interval.ms", "500",
                "group.consumer.min.heartbeat.interval.ms", "500",
                "group.min.session.timeout.ms", "3000",
                "broker.session.timeout.ms", "3000",
                "broker.heartbeat.interval.ms", "500");

        private GroupTimeouts() {}
    }
}
