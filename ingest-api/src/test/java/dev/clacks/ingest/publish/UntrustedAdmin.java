package dev.clacks.ingest.publish;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.internals.KafkaFutureImpl;

/** An administrator who may not describe settings, nor write to the topic that a test forbids, as a broker with access rules would answer. Thread-safe. */
final class UntrustedAdmin extends ForwardingAdmin {

    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean trusted;
    private volatile Set<String> forbidden = Set.of();
    private volatile Set<String> hidden = Set.of();

    UntrustedAdmin(String bootstrapServers) {
        super(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Grants the right. */
    void trust() {
        trusted = true;
    }

    int refusals() {
        return refusals.get();
    }

    @Override
    public DescribeConfigsResult describeConfigs(Collection<ConfigResource> resources, DescribeConfigsOptions options) {
        if (trusted) {
            return super.describeConfigs(resources, options);
        }
        refusals.incrementAndGet();
        return new Refused(resources.stream().collect(Collectors.toMap(resource -> resource, _ -> refused())));
    }

    /** Takes the right to write to a topic. */
    void forbid(String topic) {
        forbidden = Set.of(topic);
    }

    /** Takes every right to a topic. */
    void hide(String topic) {
        hidden = Set.of(topic);
    }

    /** Gives the right to write to every topic. */
    void allow() {
        forbidden = Set.of();
        hidden = Set.of();
    }

    @Override
    public DescribeTopicsResult describeTopics(TopicCollection topics, DescribeTopicsOptions options) {
        return new Described(super.describeTopics(topics, options).topicNameValues().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        topic -> hidden.contains(topic.getKey())
                                ? refused()
                                : topic.getValue().thenApply(this::limited))));
    }

    private TopicDescription limited(TopicDescription topic) {
        if (!forbidden.contains(topic.name())) {
            return topic;
        }
        var rights = EnumSet.copyOf(topic.authorizedOperations());
        rights.remove(AclOperation.WRITE);
        return new TopicDescription(topic.name(), topic.isInternal(), topic.partitions(), rights, topic.topicId());
    }

    private static <T> KafkaFuture<T> refused() {
        var future = new KafkaFutureImpl<T>();
        future.completeExceptionally(new TopicAuthorizationException("Topic authorization failed."));
        return future;
    }

    private static final class Described extends DescribeTopicsResult {
        Described(Map<String, KafkaFuture<TopicDescription>> answers) {
            super(null, answers);
        }
    }

    private static final class Refused extends DescribeConfigsResult {
        Refused(Map<ConfigResource, KafkaFuture<Config>> answers) {
            super(answers);
        }
    }
}
