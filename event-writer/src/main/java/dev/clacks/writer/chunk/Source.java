package dev.clacks.writer.chunk;

import java.util.UUID;

/**
 * Where records come from. The topic's id is part of it, because offsets mean nothing in a topic that was deleted and made
 * again under the same name.
 *
 * @param topic the topic's name
 * @param topicId the id Kafka gave it when it was created
 * @param partition number of the partition
 */
public record Source(String topic, UUID topicId, int partition) {

    @Override
    public String toString() {
        return topic + "-" + partition;
    }
}
