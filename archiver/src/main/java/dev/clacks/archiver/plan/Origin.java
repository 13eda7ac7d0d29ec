package dev.clacks.archiver.plan;

import java.util.UUID;

/**
 * Where rows of a leaf came from.
 *
 * @param topicId of the Kafka topic
 * @param partition of that topic
 * @param highestOffset among the rows
 */
public record Origin(UUID topicId, int partition, long highestOffset) {}
