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
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** The lanes of the partitions assigned to one consumer. For one thread. */
final class Lanes {

    private final LaneLimits limits;
    private final long bufferBytes;
    private final Map<TopicPartition, Lane> lanes = new HashMap<>();

    /** @param bufferBytes from how much heap of records on no lane gets more, in bytes */
    Lanes(LaneLimits limits, long bufferBytes) {
        this.limits = limits;
        this.bufferBytes = bufferBytes;
    }

    void add(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> lanes.put(partition, new Lane(limits)));
    }

    void remove(Collection<TopicPartition> partitions) {
        partitions.forEach(lanes::remove);
    }

    /** The lane of a partition; empty where it is not assigned, or no longer. */
    Optional<Lane> find(TopicPartition partition) {
        return Optional.ofNullable(lanes.get(partition));
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
            if (at < due || (at == due && most != null && lane.servedAt() < most.servedAt())) {
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

    /** Whether a record of any is in hand: none may be decoded then. */
    boolean inHand() {
        return lanes.values().stream().anyMatch(Lane::inHand);
    }

    /** Whether there is heap for more records. */
    boolean room() {
        return lanes.values().stream().mapToLong(Lane::bytes).sum() < bufferBytes;
    }

    /** Those that wait for people, with the reason. */
    Map<TopicPartition, String> stopped() {
        return lanes.entrySet().stream()
                .filter(entry -> entry.getValue().standing().phase() == Standing.Phase.STOPPED)
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().standing().trouble()));
    }
}
