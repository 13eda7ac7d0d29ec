package dev.clacks.ingest.publish;

import dev.clacks.common.kafka.TopicSetup;
import dev.clacks.common.kafka.Topics;
import dev.clacks.common.lifecycle.ManagedLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the topics every {@code interval} and tells {@link KafkaView}. Once they are there it checks their settings and
 * logs what must be changed: advice, which shuts no door, whether it is followed or cannot even be given. One turn of a
 * {@link ManagedLoop}.
 */
public final class KafkaWatch implements ManagedLoop.Turn {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaWatch.class);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** How long after a check of the settings that failed the next one comes. */
    static final Duration CHECK_AGAIN = Duration.ofMinutes(10);

    private final Admin admin;
    private final Topics topics;
    private final KafkaView view;
    private final Duration interval;
    private final LongSupplier nanos;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private boolean checked;
    private long nextCheck;
    private boolean checkFailed;
    private boolean troubled;
    private boolean quarantineClosed;

    /** @param nanos measures time, from any origin, and never goes back */
    public KafkaWatch(Admin admin, Topics topics, KafkaView view, Duration interval, LongSupplier nanos) {
        this.admin = admin;
        this.topics = topics;
        this.view = view;
        this.interval = interval;
        this.nanos = nanos;
        this.nextCheck = nanos.getAsLong();
    }

    @Override
    public void take() throws InterruptedException {
        try {
            look();
        } catch (ExecutionException e) {
            troubled(
                    e.getCause() instanceof UnknownTopicOrPartitionException
                            ? "a topic is missing: run `ingest-api topics create`"
                            : String.valueOf(e.getCause()));
        } catch (KafkaException e) {
            troubled(e.toString());
        } catch (TimeoutException e) {
            troubled("no broker answers within " + PATIENCE.toSeconds() + " s");
        }
        var _ = stopping.await(interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void wakeUp() {
        stopping.countDown();
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }

    private void look() throws InterruptedException, ExecutionException, TimeoutException {
        List<String> both = List.of(topics.events(), topics.failed());
        Map<String, TopicDescription> found = described(both);
        view.unwritable(both.stream().filter(name -> !writable(found.get(name))).toList());
        if (view.unwritable().contains(topics.events())) {
            troubled("no right to write to the topic " + topics.events());
            return;
        }
        view.seen(partitions(found, topics.events()), partitions(found, topics.failed()));
        if (troubled) {
            LOG.info("Kafka can be reached");
            troubled = false;
        }
        tellOfQuarantine();
        if (!checked && nanos.getAsLong() - nextCheck >= 0) {
            checked = checkSettings();
            nextCheck = nanos.getAsLong() + CHECK_AGAIN.toNanos();
        }
    }

    /** Those that this user may see: whoever has no right at all to a topic hears nothing else of it. */
    private Map<String, TopicDescription> described(List<String> names)
            throws InterruptedException, ExecutionException, TimeoutException {
        var answers = admin.describeTopics(names, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        var found = new HashMap<String, TopicDescription>();
        for (var answer : answers.entrySet()) {
            try {
                found.put(answer.getKey(), answer.getValue().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicAuthorizationException)) {
                    throw e;
                }
            }
        }
        return found;
    }

    /** False where the broker says what this user may do, and writing is not among it. */
    private static boolean writable(@Nullable TopicDescription topic) {
        return topic != null
                && (topic.authorizedOperations() == null
                        || !topic.authorizedOperations().contains(AclOperation.DESCRIBE)
                        || topic.authorizedOperations().contains(AclOperation.WRITE));
    }

    /** Says it when the right to the quarantine topic goes, and when it is back. */
    private void tellOfQuarantine() {
        boolean closed = view.unwritable().contains(topics.failed());
        if (closed && !quarantineClosed) {
            LOG.warn(
                    "batches with a rejected event are answered 503: grant this user Write on the topic {}",
                    topics.failed());
        } else if (!closed && quarantineClosed) {
            LOG.info("the topic {} may be written to", topics.failed());
        }
        quarantineClosed = closed;
    }

    /** Whether they could be checked. */
    private boolean checkSettings() throws InterruptedException {
        try {
            for (String problem : new TopicSetup(admin, topics).problems()) {
                LOG.warn("{}", problem);
            }
            return true;
        } catch (ExecutionException e) {
            checkFailed(String.valueOf(e.getCause()));
        } catch (KafkaException | TimeoutException e) {
            checkFailed(e.toString());
        }
        return false;
    }

    private void checkFailed(String why) {
        if (!checkFailed) {
            LOG.warn(
                    "the settings of the topics cannot be checked, batches are taken all the same: grant this user"
                            + " DescribeConfigs on the topics {} and {}, or run `ingest-api topics check` as one who has it: {}",
                    topics.events(),
                    topics.failed(),
                    why);
            checkFailed = true;
        }
    }

    private static int partitions(Map<String, TopicDescription> found, String topic) {
        TopicDescription description = found.get(topic);
        return description == null ? 1 : description.partitions().size();
    }

    private void troubled(String why) {
        if (!troubled) {
            LOG.warn("Kafka cannot be used, batches are answered 503: {}", why);
            troubled = true;
        }
        view.troubled(why);
    }
}
