package dev.clacks.writer.consume;

import dev.clacks.writer.chunk.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Rows of one partition that wait for their chunk, in the order of their offsets. */
final class LaneBuffer {

    private record Waiting(Row row, int leaderEpoch, long arrivedMillis) {}

    /** Rows cut off the front. */
    record Cut(List<Row> rows, long to, int leaderEpoch) {}

    private final LaneLimits limits;
    private final Deque<Waiting> rows = new ArrayDeque<>();
    private long bytes;

    LaneBuffer(LaneLimits limits) {
        this.limits = limits;
    }

    void add(Row row, int leaderEpoch, long nowMillis) {
        rows.addLast(new Waiting(row, leaderEpoch, nowMillis));
        bytes += row.weight();
    }

    void clear() {
        rows.clear();
        bytes = 0;
    }

    int rows() {
        return rows.size();
    }

    long bytes() {
        return bytes;
    }

    boolean empty() {
        return rows.isEmpty();
    }

    boolean full() {
        return rows.size() >= limits.enoughRows() || bytes >= limits.enoughBytes();
    }

    /** When the waiting rows are due, in milliseconds: now if they fill a chunk, else when the first has lingered. */
    long dueMillis(long nowMillis) {
        if (rows.isEmpty()) {
            return Long.MAX_VALUE;
        }
        if (rows.size() >= limits.chunkRows() || bytes >= limits.chunkBytes()) {
            return nowMillis;
        }
        return rows.getFirst().arrivedMillis + limits.linger().toMillis();
    }

    /** The first row, without taking it. */
    Row first() {
        return rows.getFirst().row;
    }

    /** Takes rows off the front: at least one, at most {@code most} and no more than a chunk may hold. */
    Cut cut(int most) {
        var taken = new ArrayList<Row>(Math.min(rows.size(), limits.chunkRows()));
        long weight = 0;
        int epoch = -1;
        while (!rows.isEmpty() && taken.size() < Math.min(most, limits.chunkRows())) {
            Waiting next = rows.getFirst();
            if (!taken.isEmpty() && weight + next.row.weight() > limits.chunkBytes()) {
                break;
            }
            rows.removeFirst();
            taken.add(next.row);
            weight += next.row.weight();
            epoch = Math.max(epoch, next.leaderEpoch);
        }
        bytes -= weight;
        return new Cut(taken, taken.getLast().offset() + 1, epoch);
    }
}
