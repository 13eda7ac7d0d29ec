package dev.clacks.testkit.junit;

import static java.util.Objects.requireNonNull;

import dev.clacks.common.kafka.TopicSetup;
import dev.clacks.common.kafka.Topics;
import dev.clacks.testkit.time.Await;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Kafka broker, with topics and a group name that no other class uses. Register it as a static field:
 *
 * <pre>{@code
 * @RegisterExtension
 * static final KafkaExtension KAFKA = new KafkaExtension();
 * }</pre>
 *
 * A test that kills a broker starts an {@link dev.clacks.testkit.embedded.EmbeddedKafka} of its own instead.
 */
public final class KafkaExtension implements BeforeAllCallback, AfterAllCallback {
    private static final Shared<KafkaBacking> BROKER = new Shared<>(KafkaBacking::start);
    private static final long TIMEOUT_SECONDS = 120;

    /**
     * Tests set clocks, and a record bears the time of its sender's: the broker would delete what seems a week old within
     * 30 s, the segment in use too, and refuse what seems more than an hour ahead.
     */
    private static final Map<String, String> OF_ANY_TIME = Map.of(
            TopicConfig.RETENTION_MS_CONFIG,
            "-1",
            TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
            Long.toString(Long.MAX_VALUE));

    private final int partitions;
    private @Nullable Topics topics;
    private @Nullable Admin admin;

    /** Topics with the default number of partitions, 12. */
    public KafkaExtension() {
        this(Topics.defaults().partitions());
    }

    /** Topics with another number of partitions. */
    public KafkaExtension(int partitions) {
        this.partitions = partitions;
    }

    public String bootstrapServers() {
        return BROKER.server().bootstrapServers();
    }

    /**
     * This class's topics, which exist and are as production wants them, but for the records' times: any is taken, and kept.
     * Those of the default names do not exist.
     */
    public Topics topics() {
        return requireNonNull(topics, "Register the extension as a static field");
    }

    /** A consumer group that nobody has used: another one at each call. */
    public String newGroup() {
        return "test-" + UUID.randomUUID();
    }

    /**
     * A new topic of one replica beside {@link #topics}, of records of any time where the settings do not say otherwise; it is
     * left to the end of the broker.
     */
    public String newTopic(int partitionCount, Map<String, String> settings) {
        String name = "test-" + UUID.randomUUID();
        Map<String, String> all = new HashMap<>(OF_ANY_TIME);
        all.putAll(settings);
        NewTopic topic = new NewTopic(name, partitionCount, (short) 1).configs(all);
        Await.untilTrue("topic " + name + " to be made", () -> made(topic));
        awaitKnown(admin(), name, all);
        return name;
    }

    /** Whether it is there now. It may be by an attempt before, whose answer came too late. */
    private boolean made(NewTopic topic) throws Exception {
        try {
            admin().createTopics(List.of(topic)).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        return true;
    }

    /** A client for administration, closed after the class. */
    public Admin admin() {
        return requireNonNull(admin, "Register the extension as a static field");
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Map<String, Object> settings = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers());
        Admin client = Admin.create(settings);
        admin = client;
        String suffix = "-" + UUID.randomUUID();
        Topics fresh = new Topics(Topics.EVENTS + suffix, Topics.FAILED + suffix, partitions, (short) 1, 1);
        // A broker that was held up for long makes no topics until its controller believes it again.
        Await.untilTrue("topics " + suffix + " to be made", () -> {
            new TopicSetup(client, fresh).create();
            keepAnyTime(client, List.of(fresh.events(), fresh.failed()));
            return true;
        });
        awaitKnown(client, fresh.events(), OF_ANY_TIME);
        awaitKnown(client, fresh.failed(), OF_ANY_TIME);
        topics = fresh;
    }

    /** The controller answers for a topic before the broker that serves it has heard of it. */
    private static void awaitKnown(Admin client, String name, Map<String, String> settings) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        Await.untilTrue("topic " + name + " to be known", () -> {
            client.describeTopics(List.of(name)).allTopicNames().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            Config known = requireNonNull(client.describeConfigs(List.of(resource))
                    .all()
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .get(resource));
            return settings.entrySet().stream()
                    .allMatch(setting -> setting.getValue()
                            .equals(requireNonNull(known.get(setting.getKey())).value()));
        });
    }

    private static void keepAnyTime(Admin client, List<String> names) throws Exception {
        List<AlterConfigOp> settings = OF_ANY_TIME.entrySet().stream()
                .map(entry ->
                        new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        Map<ConfigResource, Collection<AlterConfigOp>> wanted = new HashMap<>();
        names.forEach(name -> wanted.put(new ConfigResource(ConfigResource.Type.TOPIC, name), settings));
        client.incrementalAlterConfigs(wanted).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void afterAll(ExtensionContext context) throws InterruptedException {
        if (admin == null) {
            return;
        }
        try (Admin client = admin) {
            if (topics != null) {
                client.deleteTopics(List.of(topics.events(), topics.failed()))
                        .all()
                        .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            System.out.println("topics are left to the end of the broker, they could not be removed: " + e);
        }
    }
}
