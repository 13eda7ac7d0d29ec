package dev.clacks.common.kafka;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Creates the topics and says what is wrong with the ones there are. Topics are never auto-created: a mistyped name
 * would silently become a new topic that nobody drains.
 */
public final class TopicSetup {

    /** 256 KiB of event, its key and headers; the same bound holds for a batch of the producer. */
    public static final int MAX_MESSAGE_BYTES = 1_572_864;

    private static final long TIMEOUT_SECONDS = 30;

    private final Admin admin;
    private final Topics topics;

    public TopicSetup(Admin admin, Topics topics) {
        this.admin = admin;
        this.topics = topics;
    }

    /** Creates what is missing. Safe when several run at once. Returns the names it created. */
    public List<String> create() throws InterruptedException, ExecutionException, TimeoutException {
        var created = new ArrayList<String>();
        for (String name : List.of(topics.events(), topics.failed())) {
            var topic = new NewTopic(name, topics.partitions(), topics.replicationFactor()).configs(required());
            try {
                admin.createTopics(List.of(topic)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
                created.add(name);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
            }
        }
        return created;
    }

    /**
     * What must be changed before the topics keep the delivery promise, one sentence each; empty when all is well.
     */
    public List<String> problems() throws InterruptedException, ExecutionException, TimeoutException {
        var problems = new ArrayList<String>();
        for (String name : List.of(topics.events(), topics.failed())) {
            try {
                TopicDescription description = requireNonNull(admin.describeTopics(Set.of(name))
                        .allTopicNames()
                        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                        .get(name));
                var resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
                Config config = requireNonNull(admin.describeConfigs(Set.of(resource))
                        .all()
                        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                        .get(resource));
                check(name, description, config, problems);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                problems.add("topic %s does not exist: run `ingest-api topics create`".formatted(name));
            }
        }
        return problems;
    }

    private void check(String name, TopicDescription description, Config config, List<String> problems) {
        int partitions = description.partitions().size();
        if (partitions < topics.partitions()) {
            problems.add(
                    "topic %s has %d partitions, kafka.topics.partitions asks for %d: run `kafka-topics --alter --topic %s --partitions %d`, or lower the setting"
                            .formatted(name, partitions, topics.partitions(), name, topics.partitions()));
        }
        int replicas = description.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .min()
                .orElse(0);
        if (replicas < topics.replicationFactor()) {
            problems.add(
                    "topic %s has %d replicas, kafka.topics.replicationFactor asks for %d: reassign its partitions, or lower the setting"
                            .formatted(name, replicas, topics.replicationFactor()));
        }
        required().forEach((key, wanted) -> {
            ConfigEntry entry = config.get(key);
            String actual = entry == null || entry.value() == null ? "unknown" : entry.value();
            if (!acceptable(key, wanted, actual)) {
                problems.add(
                        "topic %s has %s=%s, needed is %s: run `kafka-configs --alter --entity-type topics --entity-name %s --add-config %s=%s`"
                                .formatted(name, key, actual, wanted, name, key, wanted));
            }
        });
    }

    private static boolean acceptable(String key, String wanted, String actual) {
        if (!actual.matches("-?\\d+")) {
            return wanted.equals(actual);
        }
        return switch (key) {
            case TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, TopicConfig.MAX_MESSAGE_BYTES_CONFIG ->
                Long.parseLong(actual) >= Long.parseLong(wanted);
            case TopicConfig.RETENTION_MS_CONFIG ->
                Long.parseLong(actual) == -1 || Long.parseLong(actual) >= Long.parseLong(wanted);
            case TopicConfig.SEGMENT_MS_CONFIG -> Long.parseLong(actual) <= Long.parseLong(wanted);
            default -> wanted.equals(actual);
        };
    }

    /** What the delivery promise and the archiver rest on; the reasons stand in architecture notes under docs. */
    private Map<String, String> required() {
        return new TreeMap<>(Map.of(
                TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                Integer.toString(topics.minInsyncReplicas()),
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "CreateTime",
                TopicConfig.RETENTION_MS_CONFIG,
                Long.toString(TimeUnit.DAYS.toMillis(7)),
                TopicConfig.RETENTION_BYTES_CONFIG,
                "-1",
                TopicConfig.SEGMENT_MS_CONFIG,
                Long.toString(TimeUnit.DAYS.toMillis(1)),
                TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                Integer.toString(MAX_MESSAGE_BYTES),
                TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
                "false"));
    }
}
