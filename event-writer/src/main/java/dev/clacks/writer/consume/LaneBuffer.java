package dev.clacks.writer.consume;

import dev.clacks.writer.chunk.RawRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;

/** Records of one partition that wait for their chunk, in the order of their offsets. */
final class LaneBuffer {

    private record Waiting(RawRow row, long arrivedMillis) {}

    /** Records cut off the front. */
    record Cut(List<RawRow> rows, long to, int leaderEpoch) {}

    private final LaneLimits limits;
    private final Deque<Waiting> rows = new ArrayDeque<>();
    private long bytes;

    LaneBuffer(LaneLimits limits) {
        this.limits = limits;
    }

    void add(RawRow row, long nowMillis) {
        rows.addLast(new Waiting(row, nowMillis));
        bytes += row.weight();
    }

    void clear() {
        rows.clear();
        bytes = 0;
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

    /** When the first was received, in milliseconds. */
    OptionalLong oldestMillis() {
        return rows.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(rows.getFirst().row.receivedAtMillis());
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

    /** Takes records off the front: at least one, at most {@code most} and no more than a chunk may hold. */
    Cut cut(int most) {
        var taken = new ArrayList<RawRow>(Math.min(rows.size(), most));
        long weight = 0;
        int epoch = -1;
        while (!rows.isEmpty() && taken.size() < Math.min(most, limits.chunkRows())) {
            RawRow next = rows.getFirst().row;
            if (!taken.isEmpty() && weight + next.weight() > limits.chunkBytes()) {
                break;
            }
            rows.removeFirst();
            taken.add(next);
            weight += next.weight();
            epoch = Math.max(epoch, next.record().leaderEpoch().orElse(-1));
        }
        bytes -= weight;
        return new Cut(taken, taken.getLast().offset() + 1, epoch);
    }
}
