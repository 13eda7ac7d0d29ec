package dev.clacks.writer.replay;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.Failure;
import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.chunk.RecordDecoder;
import dev.clacks.writer.chunk.Row;
import dev.clacks.writer.chunk.Source;
import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.store.DatabaseSession;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads ranges of the log, one after the other, by a consumer that belongs to no group, and hands what is meant to the sink.
 * Where it stands is {@code <partition>/<offset>}. For one thread.
 */
final class KafkaReplay {

    private static final Logger LOG = LoggerFactory.getLogger(KafkaReplay.class);

    /** Nobody's: the rows are fenced by the operation. */
    private static final UUID NO_CLAIM = new UUID(0, 0);

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration SILENCE = Duration.ofMinutes(1);

    private final KafkaPlan plan;
    private final Consumer<byte[], byte[]> consumer;
    private final RecordDecoder decoder;
    private final DatabaseSession session;
    private final ReplaySink sink;
    private final Patience patience;
    private final Throttle throttle;
    private final ChunkLimits limits;
    private final LongConsumer progress;
    private final InstantSource clock;
    private List<Row> rows = new ArrayList<>();
    private long bytes;
    private long done;

    /** @param progress is told how many offsets are done */
    KafkaReplay(
            KafkaPlan plan,
            Consumer<byte[], byte[]> consumer,
            RecordDecoder decoder,
            DatabaseSession session,
            ReplaySink sink,
            Patience patience,
            Throttle throttle,
            ChunkLimits limits,
            LongConsumer progress,
            InstantSource clock) {
        this.plan = plan;
        this.consumer = consumer;
        this.decoder = decoder;
        this.session = session;
        this.sink = sink;
        this.patience = patience;
        this.throttle = throttle;
        this.limits = limits;
        this.progress = progress;
        this.clock = clock;
    }

    /** Reads what is left of the plan. */
    void run() throws ReplayStoppedException, InterruptedException {
        try {
            for (int i = 0; i < plan.ranges().size(); i++) {
                KafkaRange left = left(i);
                done += plan.ranges().get(i).length() - left.length();
                if (left.length() > 0) {
                    read(still(left));
                }
            }
        } catch (KafkaException e) {
            if (e instanceof InterruptException || e.getCause() instanceof InterruptedException) {
                // The wish to end, and no failure: the operation stays as it is.
                Thread.interrupted();
                throw (InterruptedException) new InterruptedException("while Kafka was read").initCause(e);
            }
            throw ReplayStoppedException.failed("Kafka failed: " + e.getMessage());
        }
        if (!plan.leaderless().isEmpty()) {
            throw ReplayStoppedException.failed(
                    "all was read but partitions %s of %s, which had no leader when this was planned or resumed"
                            .formatted(plan.leaderless(), plan.wish().topic()));
        }
    }

    /** What is left of each range, perhaps nothing: they are read in their order. */
    private KafkaRange left(int index) {
        KafkaRange range = plan.ranges().get(index);
        if (sink.position().isEmpty()) {
            return range;
        }
        String[] at = sink.position().split("/", -1);
        int partition = Integer.parseInt(at[0]);
        long from = range.partition() == partition
                ? Math.clamp(Long.parseLong(at[1]), range.from(), range.to())
                : index < plan.indexOf(partition) ? range.to() : range.from();
        return new KafkaRange(range.partition(), from, range.to());
    }

    /**
     * What of the range Kafka still holds, perhaps nothing. The rest is counted, and seen by whoever asks what became of the
     * replay: it was stored or skipped once, since nothing is planned that the writers had not come to.
     */
    private KafkaRange still(KafkaRange range) throws ReplayStoppedException, InterruptedException {
        var partition = new TopicPartition(plan.wish().topic(), range.partition());
        long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
        long from = Math.clamp(begin, range.from(), range.to());
        if (from > range.from()) {
            long gone = from - range.from();
            LOG.warn("{}: {} offsets have left Kafka since they were planned, and are not replayed", partition, gone);
            sink.step(range.partition() + "/" + from, Counts.gone(gone));
            done += gone;
            progress.accept(done);
        }
        return new KafkaRange(range.partition(), from, range.to());
    }

    private void read(KafkaRange range) throws ReplayStoppedException, InterruptedException {
        var partition = new TopicPartition(plan.wish().topic(), range.partition());
        var source = new Source(partition.topic(), plan.topicId(), range.partition());
        Set<Long> deadly = patience.query(session, connection -> Deadly.in(connection, source, range));
        consumer.assign(List.of(partition));
        long at = range.from();
        long next = at;
        consumer.seek(partition, at);
        long heardAt = clock.millis();
        while (next < range.to()) {
            long before = next;
            ConsumerRecords<byte[], byte[]> records;
            try {
                records = consumer.poll(POLL);
            } catch (OffsetOutOfRangeException e) {
                // Retention has overtaken a slow replay. Everything before is flushed.
                next = still(new KafkaRange(range.partition(), next, range.to()))
                        .from();
                if (next == before) {
                    throw e;
                }
                at = next;
                consumer.seek(partition, next);
                continue;
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.offset() >= range.to()) {
                    break;
                }
                next = record.offset() + 1;
                take(record, deadly);
                if (limits.full(rows.size(), bytes)) {
                    flush(source, at, next);
                    at = next;
                }
            }
            next = Math.max(next, Math.min(consumer.position(partition), range.to()));
            flush(source, at, next);
            at = next;
            if (next > before) {
                heardAt = clock.millis(); // only now: the rate or the database may have kept them for minutes
            } else if (clock.millis() - heardAt > SILENCE.toMillis()) {
                throw ReplayStoppedException.failed(
                        "Kafka gives nothing from offset %d of %s".formatted(next, partition));
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, Set<Long> deadly) {
        if (!plan.wish().means(record.timestamp())) {
            return;
        }
        Row row = deadly.contains(record.offset())
                ? RecordDecoder.failed(
                        record,
                        new Failure(
                                Failure.Stage.WRITER,
                                Failure.KILLS_WRITER,
                                "",
                                "set aside unread: writers died with this record in hand"))
                : decoder.decode(record);
        rows.add(row);
        bytes += row.weight();
    }

    /** Everything from {@code at} to {@code next} was read. */
    private void flush(Source source, long at, long next) throws ReplayStoppedException, InterruptedException {
        if (at == next) {
            return;
        }
        String to = source.partition() + "/" + next;
        int events = rows.size();
        if (events == 0) {
            sink.step(to, Counts.NONE);
        } else {
            sink.write(new Chunk(new Owned(source, NO_CLAIM), at, next, -1, rows, false, null), to, Counts.NONE);
        }
        rows = new ArrayList<>();
        bytes = 0;
        done += next - at;
        progress.accept(done);
        throttle.took(events);
    }
}
