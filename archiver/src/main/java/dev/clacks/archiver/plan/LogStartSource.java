package dev.clacks.archiver.plan;

import java.util.Set;
import java.util.UUID;

/** Asks Kafka where its logs begin. */
@FunctionalInterface
public interface LogStartSource {

    /**
     * The log starts of those of the topics that exist.
     *
     * @throws KafkaUnknownException when Kafka cannot be asked, or is not the one that the rows came from
     */
    LogStarts of(Set<UUID> topicIds) throws InterruptedException;

    /** Nobody knows what Kafka still holds, so nothing may leave PostgreSQL. */
    final class KafkaUnknownException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public KafkaUnknownException(String message, Throwable cause) {
            super(message, cause);
        }

        public KafkaUnknownException(String message) {
            super(message);
        }
    }
}
