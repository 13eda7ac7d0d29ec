package dev.clacks.writer.replay;

import static java.util.Objects.requireNonNull;

import dev.clacks.writer.progress.GroupLog;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Whether a plan is still about the topic that it was made for. */
final class SameTopic {

    private SameTopic() {}

    /** Refuses to go on with offsets of a topic that is gone. */
    static void require(GroupLog log, KafkaPlan plan) throws ReplayStoppedException, InterruptedException {
        String topic = plan.wish().topic();
        try {
            UUID now = GroupLog.id(
                    requireNonNull(GroupLog.await(log.describe(List.of(topic))).get(topic))
                            .topicId());
            if (!plan.topicId().equals(now)) {
                throw ReplayStoppedException.failed(
                        "%s was deleted and made again since this was planned: its offsets mean nothing now"
                                .formatted(topic));
            }
        } catch (ExecutionException | TimeoutException e) {
            throw ReplayStoppedException.failed("Kafka does not tell about " + topic);
        }
    }
}
