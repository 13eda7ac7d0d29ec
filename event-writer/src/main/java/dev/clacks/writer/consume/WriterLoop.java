package dev.clacks.writer.consume;

import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.common.lifecycle.ManagedLoop;
import dev.clacks.common.retry.Backoff;
import dev.clacks.writer.chunk.RecordDecoder;
import dev.clacks.writer.config.DatabaseSettings;
import dev.clacks.writer.config.GroupSettings;
import dev.clacks.writer.config.WriteSettings;
import dev.clacks.writer.metrics.MeteredStore;
import dev.clacks.writer.metrics.WriterMetrics;
import dev.clacks.writer.progress.Claims;
import dev.clacks.writer.progress.GroupLog;
import dev.clacks.writer.progress.Renewals;
import dev.clacks.writer.store.ChunkStore;
import dev.clacks.writer.store.DatabaseSession;
import dev.clacks.writer.store.InHandStore;
import dev.clacks.writer.store.PostgresChunkStore;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;

/** One consumer with all that belongs to it, put together. */
public final class WriterLoop {

    private static final java.time.Duration CLOSE = java.time.Duration.ofSeconds(8);

    private final ManagedLoop loop;
    private final Supplier<LoopState> state;

    private WriterLoop(ManagedLoop loop, Supplier<LoopState> state) {
        this.loop = loop;
        this.state = state;
    }

    /**
     * Puts one together; nothing runs before the loop is started but the idle store worker.
     *
     * @param number which of the process's loops it is, from 0
     */
    public static WriterLoop of(
            int number,
            KafkaSettings kafka,
            DatabaseSettings database,
            GroupSettings group,
            WriteSettings write,
            Admin admin,
            WriterMetrics metrics,
            InstantSource clock) {
        String name = "writer-" + number;
        var inbox = new LinkedBlockingQueue<Report>();
        var session = new DatabaseSession(database.address(), "clacks " + name, database.synchronousCommit());
        var decoderInHand = new RecordDecoder(kafka.topics().failed());
        // Outermost first: the time taken is that of all that happens below.
        ChunkStore store = new MeteredStore(
                metrics,
                new InHandStore(session, decoderInHand, new PostgresChunkStore(session, clock, write.failedCap())));
        var log = new GroupLog(admin, group.id());
        var worker = new StoreWorker(
                name + "-store", store, new Claims(log, session), new Renewals(session), session, inbox::add);
        var limits = new LaneLimits(
                write.chunkRows(),
                write.chunkSize().toBytes(),
                write.linger().toJavaDuration(),
                2,
                2 * write.chunkRows());
        var pace = Pace.of(
                new Backoff(
                        write.firstBackoff().toJavaDuration(),
                        write.longestBackoff().toJavaDuration()),
                write.revokeWithin().toJavaDuration(),
                write.bufferSize().toBytes());
        var topics = List.of(kafka.topics().events(), kafka.topics().failed());
        var tunables = new HashMap<String, Object>(write.consumerProperties());
        tunables.putAll(group.properties(number));
        tunables.put("client.id", name);
        var lanes = new Lanes(limits, write.bufferSize().toBytes());
        var poll = new PollLoop(
                () -> KafkaClients.consumer(kafka, tunables),
                topics,
                new RecordDecoder(kafka.topics().failed()),
                lanes,
                new Dispatch(lanes, pace, worker, clock, metrics, RandomGenerator.getDefault()),
                new LogWatch(log, topics, pace, clock, inbox::add),
                worker,
                inbox,
                pace,
                clock,
                metrics);
        var staleAfter = group.maxPollInterval().toJavaDuration().multipliedBy(2);
        var loop = new ManagedLoop(
                name, poll, staleAfter, write.revokeWithin().toJavaDuration().plus(CLOSE), clock);
        return new WriterLoop(loop, poll::state);
    }

    /** The thread, to be started and stopped. */
    public ManagedLoop loop() {
        return loop;
    }

    /** How it stands; from any thread. */
    public LoopState state() {
        return state.get();
    }
}
