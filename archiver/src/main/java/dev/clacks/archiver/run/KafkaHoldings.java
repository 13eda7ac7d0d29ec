package dev.clacks.archiver.run;

import dev.clacks.archiver.plan.LogStartSource;
import dev.clacks.archiver.plan.LogStartSource.KafkaUnknownException;
import dev.clacks.archiver.plan.LogStarts;
import dev.clacks.archiver.plan.Origin;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What Kafka still holds of a leaf's rows. That a topic exists no more is believed only of a Kafka whose events topic the
 * writers read from, as their progress shows: any other cluster knows none of the topics either.
 */
public final class KafkaHoldings {

    private final Connection connection;
    private final LogStartSource kafka;

    public KafkaHoldings(Connection connection, LogStartSource kafka) {
        this.connection = connection;
        this.kafka = kafka;
    }

    /**
     * The log starts of the origins' topics.
     *
     * @throws KafkaUnknownException when Kafka cannot be asked, or is not the one that the rows came from
     */
    public LogStarts of(List<Origin> origins) throws SQLException, InterruptedException {
        Set<UUID> topics = origins.stream().map(Origin::topicId).collect(Collectors.toSet());
        LogStarts starts = kafka.of(topics);
        if (!starts.starts().keySet().containsAll(topics) && !writersRead(starts.eventsTopic())) {
            throw new KafkaUnknownException(
                    "no writer has read the events topic of this Kafka (%s), so it cannot tell what has left Kafka: is kafka.bootstrapServers the cluster that the events came through?"
                            .formatted(starts.eventsTopic()));
        }
        return starts;
    }

    private boolean writersRead(UUID topicId) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT EXISTS (SELECT FROM writer_progress WHERE topic_id = ?)")) {
            statement.setObject(1, topicId);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }
}
