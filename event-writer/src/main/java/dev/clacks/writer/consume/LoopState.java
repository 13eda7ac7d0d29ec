package dev.clacks.writer.consume;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How a loop stands, published once a turn for the probes.
 *
 * @param joined whether it is a member of the group
 * @param databaseTrouble why the database does not take anything; empty while it does
 * @param stopped partitions that wait for people, with the reason
 * @param kafkaAnswered when Kafka last answered a question of the admin client
 */
public record LoopState(
        boolean joined, String databaseTrouble, Map<TopicPartition, String> stopped, Instant kafkaAnswered) {

    public LoopState {
        stopped = Map.copyOf(stopped);
    }
}
