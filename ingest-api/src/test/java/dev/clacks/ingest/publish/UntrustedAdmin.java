package dev.clacks.ingest.publish;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.ForwardingAdmin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.internals.KafkaFutureImpl;

/** An administrator who may do all but describe settings, as a broker with access rules would answer. Thread-safe. */
final class UntrustedAdmin extends ForwardingAdmin {

    private final AtomicInteger refusals = new AtomicInteger();
    private volatile boolean trusted;

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

    private static KafkaFuture<Config> refused() {
        var future = new KafkaFutureImpl<Config>();
        future.completeExceptionally(new TopicAuthorizationException("Topic authorization failed."));
        return future;
    }

    private static final class Refused extends DescribeConfigsResult {
        Refused(Map<ConfigResource, KafkaFuture<Config>> answers) {
            super(answers);
        }
    }
}
