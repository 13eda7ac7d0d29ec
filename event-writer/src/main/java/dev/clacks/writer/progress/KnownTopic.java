package dev.clacks.writer.progress;

import dev.clacks.common.app.UserErrorException;
import java.util.Collection;

/**
 * Refuses a topic that is not the writer's. Kafka need not be asked: of one that does not exist it tells after a while that it does
 * not know it, which looks as if Kafka were away.
 */
public final class KnownTopic {

    private KnownTopic() {}

    /**
     * Returns where it is one of them.
     *
     * @param topics those that the writer drains
     */
    public static void require(String topic, Collection<String> topics) {
        if (!topics.contains(topic)) {
            throw new UserErrorException("%s is no topic of this writer, whose topics are %s"
                    .formatted(topic, String.join(" and ", topics)));
        }
    }
}
