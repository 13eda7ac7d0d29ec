package dev.clacks.writer.consume;

import java.time.Instant;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How a loop stands, published once a turn for the probes.
 *
 * @param joined whether it is a member of the group
 * @param kafkaAnswered when Kafka last answered a question of the admin client, by the steady clock
 * @param kafkaTrouble what is wrong with the topics or the committing of offsets; empty while all is well
 * @param databaseTrouble why the database does not take anything; empty while it does
 * @param stopped partitions that wait for people, with the reason
 * @param hindered partitions that have not got on for long and are not stopped, with the reason
 */
public record LoopState(
        boolean joined,
        Instant kafkaAnswered,
        String kafkaTrouble,
        String databaseTrouble,
        Map<TopicPartition, String> stopped,
        Map<TopicPartition, String> hindered) {

    /** Of a loop that has not taken a turn yet. */
    static final LoopState NEW = new LoopState(false, Instant.EPOCH, "", "", Map.of(), Map.of());

    public LoopState {
        stopped = Map.copyOf(stopped);
        hindered = Map.copyOf(hindered);
    }
}
