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
import dev.clacks.writer.progress.TopicProgress;
import dev.clacks.writer.store.ChunkStore;
import dev.clacks.writer.store.DatabaseSession;
import dev.clacks.writer.store.InHandMarks;
import dev.clacks.writer.store.InHandStore;
import dev.clacks.writer.store.PostgresChunkStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.admin.Admin;

/** One consumer with all that belongs to it, put together. */
public final class WriterLoop {

    private static final Duration CLOSE = Duration.ofSeconds(8);

    /** One in the store's hands and the next one ready. As many records are suspicious after deaths without progress. */
    private static final int CHUNKS_IN_FLIGHT = 2;

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
     * @param marks shared by the loops of the process
     * @param namesake told when another process bears our {@code group.instance.id}: this one must end
     */
    public static WriterLoop of(
            int number,
            KafkaSettings kafka,
            DatabaseSettings database,
            GroupSettings group,
            WriteSettings write,
            Admin admin,
            WriterMetrics metrics,
            InHandMarks marks,
            Runnable namesake,
            Clocks clocks) {
        String name = "writer-" + number;
        var inbox = new Inbox();
        var log = new GroupLog(admin, group.id());
        var jobs = storeWorker(name, kafka, database, write, metrics, marks, clocks.wall(), inbox);

        var pace = Pace.of(new Backoff(
                write.firstBackoff().toJavaDuration(), write.longestBackoff().toJavaDuration()));
        var random = RandomGenerator.getDefault();
        var lanes = new Lanes(limits(write), write.bufferSize().toBytes());
        var pause = new DatabasePause(pace.backoff(), random);
        var dispatch =
                new Dispatch(lanes, pace, jobs, new RecordDecoder(kafka.topics().failed()), pause);
        var lag = new LagReport(
                lanes,
                metrics,
                number,
                write.lossWarning().toJavaDuration(),
                clocks.wall().millis());
        var answers = new Answers(
                inbox, lanes, dispatch, new Setbacks(pace, pause, metrics, random), lag, metrics, clocks.steady());

        var topics = List.of(kafka.topics().events(), kafka.topics().failed());
        var tunables = new HashMap<String, Object>(write.consumerProperties());
        tunables.putAll(group.properties(number));
        tunables.put("client.id", name);
        var poll = new PollLoop(
                () -> KafkaClients.consumer(kafka, tunables),
                topics,
                lanes,
                dispatch,
                answers,
                new OffsetCommits(lanes, pace, metrics),
                new LogWatch(log, topics, pace, clocks, inbox::put),
                lag,
                jobs,
                write.revokeWithin().toJavaDuration(),
                namesake,
                clocks);
        var loop = new ManagedLoop(
                name,
                poll,
                group.maxPollInterval().toJavaDuration().multipliedBy(2),
                write.revokeWithin().toJavaDuration().plus(CLOSE),
                clocks.steady());
        return new WriterLoop(loop, poll::state);
    }

    private static StoreWorker storeWorker(
            String name,
            KafkaSettings kafka,
            DatabaseSettings database,
            WriteSettings write,
            WriterMetrics metrics,
            InHandMarks marks,
            InstantSource clock,
            Inbox inbox) {
        var session = new DatabaseSession(database.address(), "clacks " + name, database.synchronousCommit());
        // Outermost first: the time taken is that of all that happens below.
        ChunkStore store = new MeteredStore(
                metrics,
                new InHandStore(
                        session,
                        new RecordDecoder(kafka.topics().failed()),
                        marks,
                        new PostgresChunkStore(session, clock, write.failedCap(), metrics::retried)));
        return new StoreWorker(
                name + "-store",
                store,
                new Claims(session),
                new Renewals(session),
                new TopicProgress(session),
                session,
                inbox::put,
                clock);
    }

    private static LaneLimits limits(WriteSettings write) {
        return new LaneLimits(
                write.chunkRows(),
                write.chunkSize().toBytes(),
                write.linger().toJavaDuration(),
                CHUNKS_IN_FLIGHT,
                CHUNKS_IN_FLIGHT * write.chunkRows());
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
