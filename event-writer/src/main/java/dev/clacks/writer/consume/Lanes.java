package dev.clacks.writer.consume;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The lanes of the partitions assigned to one consumer. For one thread. */
final class Lanes {

    private final LaneLimits limits;
    private final long bufferBytes;
    private final Map<TopicPartition, Lane> lanes = new HashMap<>();

    /** @param bufferBytes from how much waiting heap on no lane wants more, in bytes */
    Lanes(LaneLimits limits, long bufferBytes) {
        this.limits = limits;
        this.bufferBytes = bufferBytes;
    }

    void add(Collection<TopicPartition> partitions, long nowMillis) {
        partitions.forEach(partition -> lanes.put(partition, new Lane(limits, nowMillis)));
    }

    void remove(Collection<TopicPartition> partitions) {
        partitions.forEach(lanes::remove);
    }

    void clear() {
        lanes.clear();
    }

    @Nullable
    Lane of(TopicPartition partition) {
        return lanes.get(partition);
    }

    Set<TopicPartition> partitions() {
        return Set.copyOf(lanes.keySet());
    }

    void forEach(BiConsumer<TopicPartition, Lane> action) {
        lanes.forEach(action);
    }

    List<TopicPartition> where(Predicate<Lane> condition) {
        var found = new ArrayList<TopicPartition>();
        lanes.forEach((partition, lane) -> {
            if (condition.test(lane)) {
                found.add(partition);
            }
        });
        return found;
    }

    /** The lane that has been due for longest. */
    Optional<Lane> mostDue(long nowMillis) {
        @Nullable Lane most = null;
        long due = nowMillis + 1;
        for (Lane lane : lanes.values()) {
            long at = lane.dueMillis(nowMillis);
            // Among those that fill a chunk, which are all due now, the one served longest ago.
            if (at < due || (at == due && most != null && lane.progressAt() < most.progressAt())) {
                due = at;
                most = lane;
            }
        }
        return Optional.ofNullable(most);
    }

    /** When the first lane is due; {@link Long#MAX_VALUE} where none ever is. */
    long dueMillis(long nowMillis) {
        return lanes.values().stream()
                .mapToLong(lane -> lane.dueMillis(nowMillis))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Whether there is heap for more rows. */
    boolean room() {
        return lanes.values().stream().mapToLong(Lane::waitingBytes).sum() < bufferBytes;
    }

    boolean empty() {
        return lanes.isEmpty();
    }
}
