package dev.clacks.archiver;

import dev.clacks.archiver.plan.LogStartSource;
import dev.clacks.archiver.plan.LogStarts;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A Kafka that holds what a test says. At first it has {@link EventTables#TOPIC} with partitions 0 and 1, all of it gone. */
public final class ScriptedKafka implements LogStartSource {

    private final Map<UUID, Map<Integer, Long>> starts = new HashMap<>();
    private Runnable whenAsked = () -> {};

    public ScriptedKafka() {
        starts.put(EventTables.TOPIC, new HashMap<>(Map.of(0, Long.MAX_VALUE, 1, Long.MAX_VALUE)));
    }

    /** The first offset of the topic's partition that is still there. */
    public void holdsFrom(UUID topic, int partition, long offset) {
        starts.computeIfAbsent(topic, id -> new HashMap<>()).put(partition, offset);
    }

    /** What happens each time it is asked, before it answers. */
    public void whenAsked(Runnable action) {
        whenAsked = action;
    }

    @Override
    public LogStarts of(Set<UUID> topicIds) {
        whenAsked.run();
        var known = new HashMap<UUID, Map<Integer, Long>>();
        topicIds.forEach(id -> {
            if (starts.containsKey(id)) {
                known.put(id, Map.copyOf(starts.get(id)));
            }
        });
        return new LogStarts(EventTables.TOPIC, known);
    }
}
