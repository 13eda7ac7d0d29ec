package dev.clacks.writer.consume;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.EndSeen;
import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.chunk.RawRow;
import dev.clacks.writer.chunk.ReceiptTime;
import dev.clacks.writer.chunk.RecordDecoder;
import dev.clacks.writer.chunk.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Records of one partition that wait for their chunk, in the order of their offsets, and the chunks cut of them, which follow
 * each other without gaps.
 */
final class LaneBuffer {

    private record Waiting(RawRow row, long arrivedMillis) {}

    private final LaneLimits limits;
    private final Deque<Waiting> rows = new ArrayDeque<>();
    private long bytes;
    private long appendedTo;
    private long cutTo;
    private long carefulUntil;
    private @Nullable String noneAfter;

    LaneBuffer(LaneLimits limits) {
        this.limits = limits;
    }

    /** Empty, for records from that offset on; if so told, the first of them go one by one. */
    void start(long offset, boolean careful) {
        clear();
        appendedTo = offset;
        cutTo = offset;
        carefulUntil = careful ? offset + limits.carefulRows() : offset;
    }

    /** Takes a record, if it is one that is waited for. */
    void append(ConsumerRecord<byte[], byte[]> record, long nowMillis) {
        if (record.offset() >= appendedTo) {
            var row = new RawRow(record);
            rows.addLast(new Waiting(row, nowMillis));
            bytes += row.weight();
            appendedTo = record.offset() + 1;
        }
    }

    /** Whether the next record goes alone and undecoded. */
    boolean oneByOne() {
        return cutTo < carefulUntil;
    }

    void clear() {
        rows.clear();
        bytes = 0;
        noneAfter = null;
    }

    /** Nothing comes after what is here, for this reason. */
    void noneAfter(String why) {
        noneAfter = why;
    }

    /** Why nothing comes any more; empty while something may. */
    Optional<String> noneAfter() {
        return Optional.ofNullable(noneAfter);
    }

    long bytes() {
        return bytes;
    }

    boolean empty() {
        return rows.isEmpty();
    }

    /** Whether it wants no more records. */
    boolean full() {
        return noneAfter != null || rows.size() >= limits.enoughRows() || bytes >= limits.enoughBytes();
    }

    /** When the first was received whose time is known, in milliseconds. */
    OptionalLong oldestMillis() {
        return rows.stream()
                .mapToLong(waiting -> waiting.row.receivedAtMillis())
                .filter(millis -> millis > ReceiptTime.UNKNOWN)
                .findFirst();
    }

    /** When the waiting records are due, in milliseconds: now if they fill a chunk, else when the first has lingered. */
    long dueMillis(long nowMillis) {
        if (rows.isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (rows.size() >= limits.chunkRows() || bytes >= limits.chunkBytes()) {
            return nowMillis;
        }
        return rows.getFirst().arrivedMillis + limits.linger().toMillis();
    }

    /** The next chunk: at least one record and no more than a chunk may hold. */
    Chunk cut(Owned owned, RecordDecoder decoder, @Nullable EndSeen end) {
        boolean careful = oneByOne();
        List<RawRow> taken = take(careful ? 1 : limits.chunkRows());
        List<Row> decoded = careful
                ? List.copyOf(taken)
                : taken.stream().map(row -> decoder.decode(row.record())).toList();
        long from = cutTo;
        cutTo = taken.getLast().offset() + 1;
        int epoch = taken.stream()
                .mapToInt(row -> row.record().leaderEpoch().orElse(-1))
                .max()
                .orElse(-1);
        return new Chunk(owned, from, cutTo, epoch, decoded, careful, end);
    }

    private List<RawRow> take(int most) {
        var taken = new ArrayList<RawRow>(Math.min(rows.size(), most));
        long weight = 0;
        while (!rows.isEmpty() && taken.size() < Math.min(most, limits.chunkRows())) {
            RawRow next = rows.getFirst().row;
            if (!taken.isEmpty() && weight + next.weight() > limits.chunkBytes()) {
                break;
            }
            rows.removeFirst();
            taken.add(next);
            weight += next.weight();
        }
        bytes -= weight;
        return taken;
    }
}
