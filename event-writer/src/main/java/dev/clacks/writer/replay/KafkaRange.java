package dev.clacks.writer.replay;

/**
 * A part of a partition's log.
 *
 * @param partition its number
 * @param from the first offset
 * @param to the offset after the last
 */
public record KafkaRange(int partition, long from, long to) {

    long length() {
        return to - from;
    }
}
