package dev.clacks.writer.failed;

import dev.clacks.common.app.UserErrorException;
import java.util.UUID;

/**
 * Which record a failed event was: what operators copy from a list, {@code <topic id>/<partition>/<offset>}.
 *
 * @param topicId the topic's id
 * @param partition its partition
 * @param offset the record's offset
 */
public record FailedKey(UUID topicId, int partition, long offset) {

    /** The key that a text stands for. */
    public static FailedKey parse(String text) {
        String[] parts = text.split("/", -1);
        try {
            if (parts.length == 3) {
                return new FailedKey(UUID.fromString(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
            }
        } catch (IllegalArgumentException e) {
            // said below
        }
        throw new UserErrorException(
                "a failed event is named as lists do, <topic id>/<partition>/<offset>, not " + text);
    }

    @Override
    public String toString() {
        return topicId + "/" + partition + "/" + offset;
    }
}
