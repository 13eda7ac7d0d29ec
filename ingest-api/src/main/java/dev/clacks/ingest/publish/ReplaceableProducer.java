package dev.clacks.ingest.publish;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownProducerIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A producer that is replaced when it reaches a state it cannot leave, at most every {@link #PAUSE}: a cause that lasts,
 * such as a missing right, must not make a new connection for each request. Thread-safe.
 */
public final class ReplaceableProducer implements AutoCloseable {

    static final Duration PAUSE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(ReplaceableProducer.class);

    private final Supplier<Producer<byte[], byte[]>> factory;
    private final LongSupplier nanos;
    private final Runnable replaced;
    private volatile Producer<byte[], byte[]> current;
    private long lastReplaced;
    private boolean closed;

    /**
     * @param nanos measures time, from any origin, and never goes back: the system's clock may be set back
     * @param replaced told each time, for metrics
     */
    public ReplaceableProducer(Supplier<Producer<byte[], byte[]>> factory, LongSupplier nanos, Runnable replaced) {
        this.factory = factory;
        this.nanos = nanos;
        this.lastReplaced = nanos.getAsLong() - PAUSE.toNanos();
        this.replaced = replaced;
        this.current = factory.get();
    }

    public Producer<byte[], byte[]> current() {
        return current;
    }

    /** Replaces {@code broken} if it is still the current one and {@code cause} is a state it cannot leave. */
    public void replaceIfFatal(Producer<byte[], byte[]> broken, Exception cause) {
        if (fatal(cause)) {
            replace(broken, cause);
        }
    }

    /** Waits for what was sent, at most five seconds, and closes. */
    @Override
    public void close() {
        Producer<byte[], byte[]> last;
        synchronized (this) {
            closed = true;
            last = current;
        }
        last.close(Duration.ofSeconds(5));
    }

    private synchronized void replace(Producer<byte[], byte[]> broken, Exception cause) {
        long now = nanos.getAsLong();
        if (closed || !current.equals(broken) || now - lastReplaced < PAUSE.toNanos()) {
            return;
        }
        lastReplaced = now;
        LOG.error("the Kafka producer is replaced, it cannot go on: {}", cause.toString());
        current = factory.get();
        replaced.run();
        // not on this thread: it may be the broken producer's own
        Thread.ofPlatform().name("producer-close").daemon().start(() -> broken.close(Duration.ZERO));
    }

    /** Whether a producer that met this failure will meet it again with every record. */
    static boolean fatal(Exception cause) {
        return cause instanceof IllegalStateException
                || cause instanceof ProducerFencedException
                || cause instanceof InvalidProducerEpochException
                || cause instanceof OutOfOrderSequenceException
                || cause instanceof UnknownProducerIdException
                || cause instanceof UnsupportedVersionException
                // a right that is missing on a topic is missing for the next producer too, and other topics have it
                || (cause instanceof AuthorizationException && !(cause instanceof TopicAuthorizationException))
                // what an idempotent producer throws from send() once it is in its error state
                || cause.getClass() == KafkaException.class;
    }
}
