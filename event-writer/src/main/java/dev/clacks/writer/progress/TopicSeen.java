package dev.clacks.writer.progress;

import java.time.Instant;
import java.util.UUID;

/**
 * A topic as Kafka described it.
 *
 * @param topic its name
 * @param topicId its id
 * @param partitions how many it has
 * @param at taken before Kafka was asked: what was received before that moment is in these partitions
 */
public record TopicSeen(String topic, UUID topicId, int partitions, Instant at) {}
