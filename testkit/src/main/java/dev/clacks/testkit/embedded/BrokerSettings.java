package dev.clacks.testkit.embedded;

import java.util.Map;
import java.util.TreeMap;

/** What a broker of ours says differently from Kafka's defaults, in a child process and in a container alike. */
public final class BrokerSettings {
    /**
     * How soon the broker believes that a member of a group, or itself before a restart, is dead. The defaults, 45 s and 9 s,
     * would be how long a killed writer's partitions stand still and how long a killed broker is refused.
     */
    private static final Map<String, String> SHORT_TIMEOUTS = Map.of(
            "group.consumer.session.timeout.ms", "3000",
            "group.consumer.min.session.timeout.ms", "3000",
            "group.consumer.heartbeat.interval.ms", "500",
            "group.consumer.min.heartbeat.interval.ms", "500",
            "group.min.session.timeout.ms", "3000",
            "broker.session.timeout.ms", "3000",
            "broker.heartbeat.interval.ms", "500");

    private static final Map<String, String> ONE_NODE = Map.ofEntries(
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
            // Expired segments go within 30 s instead of 5 min: the archiver waits for it.
            Map.entry("log.retention.check.interval.ms", "30000"));

    private BrokerSettings() {}

    /** All of them, by Kafka's names; listeners and directories are not among them. */
    public static Map<String, String> all() {
        Map<String, String> all = new TreeMap<>(ONE_NODE);
        all.putAll(SHORT_TIMEOUTS);
        return all;
    }
}
