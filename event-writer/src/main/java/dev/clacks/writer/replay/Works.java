package dev.clacks.writer.replay;

import dev.clacks.common.event.EventRules;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.writer.chunk.RecordDecoder;
import dev.clacks.writer.config.WriteSettings;
import dev.clacks.writer.progress.GroupLog;
import dev.clacks.writer.store.DatabaseSession;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Puts together what jobs and dry runs do: the same but for the sink. Thread-safe. */
final class Works {

    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final KafkaSettings kafka;
    private final WriteSettings write;
    private final EventRules rules;
    private final GroupLog log;
    private final InstantSource steady;

    Works(KafkaSettings kafka, WriteSettings write, EventRules rules, GroupLog log, InstantSource steady) {
        this.kafka = kafka;
        this.write = write;
        this.rules = rules;
        this.log = log;
        this.steady = steady;
    }

    /**
     * What the arguments ask for.
     *
     * @param session only to read by
     * @param deadly whether this process may look at records with which writers died, where the arguments say so
     */
    Job.Work of(Arguments arguments, DatabaseSession session, ReplaySink sink, Patience patience, boolean deadly) {
        return progress -> {
            var throttle = new Throttle(arguments.rate(), steady, Thread::sleep);
            switch (arguments) {
                case Arguments.OfKafka what -> read(what.plan(), session, sink, patience, throttle, progress);
                case Arguments.OfFailed what -> {
                    boolean deadlyToo = deadly && what.deadlyToo();
                    new FailedReplay(
                                    what.filter(),
                                    rules,
                                    session,
                                    sink,
                                    patience,
                                    throttle,
                                    limits(),
                                    deadlyToo,
                                    progress)
                            .run();
                }
                case Arguments.ToDiscard what ->
                    new FailedDiscard(what.filter(), sink, throttle, limits(), progress).run();
            }
        };
    }

    private void read(
            KafkaPlan plan,
            DatabaseSession session,
            ReplaySink sink,
            Patience patience,
            Throttle throttle,
            LongConsumer progress)
            throws ReplayStoppedException, InterruptedException {
        SameTopic.require(log, plan);
        var tunables = new HashMap<String, Object>(write.consumerProperties());
        tunables.put(ConsumerConfig.CLIENT_ID_CONFIG, "replay");
        var consumer = KafkaClients.consumer(kafka, tunables);
        try {
            new KafkaReplay(
                            plan,
                            consumer,
                            new RecordDecoder(kafka.topics().failed()),
                            session,
                            sink,
                            patience,
                            throttle,
                            limits(),
                            progress,
                            steady)
                    .run();
        } finally {
            consumer.close(CloseOptions.timeout(CLOSE));
        }
    }

    private ChunkLimits limits() {
        return new ChunkLimits(write.chunkRows(), write.chunkSize().toBytes());
    }
}
