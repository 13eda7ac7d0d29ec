package dev.clacks.writer.consume;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Which lanes have not got on for long, though none of them is stopped: nobody has claimed them, their chunk is not taken, or Kafka
 * does not tell where their log ends, as of a partition that has no leader. For one thread.
 */
final class Hindrances {

    /** So long is nobody's business: partitions change hands, locks are waited for. */
    static final Duration LONG = Duration.ofSeconds(30);

    private final Map<TopicPartition, Long> since = new HashMap<>();

    /**
     * Looks at the lanes, which it has to do now and then.
     *
     * @param nowMillis by the steady clock
     * @param wallMillis by the wall clock
     * @return those that have been hindered for long, with the reason
     */
    Map<TopicPartition, String> look(Lanes lanes, long nowMillis, long wallMillis) {
        since.keySet().retainAll(lanes.partitions());
        var hindered = new HashMap<TopicPartition, String>();
        lanes.forEach((partition, lane) -> hindrance(lane, wallMillis)
                .ifPresentOrElse(
                        why -> {
                            long millis = nowMillis - since.computeIfAbsent(partition, _ -> nowMillis);
                            if (millis >= LONG.toMillis()) {
                                hindered.put(partition, why);
                            }
                        },
                        () -> since.remove(partition)));
        return hindered;
    }

    private static Optional<String> hindrance(Lane lane, long wallMillis) {
        Standing standing = lane.standing();
        if (standing.phase() == Standing.Phase.STOPPED) {
            return Optional.empty();
        }
        if (!standing.trouble().isEmpty()) {
            return Optional.of(standing.trouble());
        }
        if (standing.phase() == Standing.Phase.CLAIMING) {
            return Optional.of("it is not claimed yet");
        }
        return lane.progress().endIsOld(wallMillis)
                ? Optional.of("Kafka does not tell where its log ends; has it a leader?")
                : Optional.empty();
    }
}
