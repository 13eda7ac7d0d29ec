package dev.clacks.bench.stack;

import dev.clacks.common.db.DatabaseUrl;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.common.kafka.Topics;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** Whether the first process of a name serves now: asked of itself, over its own protocol. */
public record Serving(RunningStack stack) {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int OK = 200;

    /** False, or an exception of the protocol, while it does not. */
    public boolean serves(String process) throws Exception {
        return switch (process) {
            case "kafka" -> kafka();
            case "postgres" -> postgres();
            case "s3" -> status(stack.s3().endpoint()) > 0;
            default -> {
                List<String> urls = stack.adminUrls().getOrDefault(process, List.of());
                yield !urls.isEmpty() && status(urls.getFirst() + "/ready") == OK;
            }
        };
    }

    private boolean kafka() throws InterruptedException, ExecutionException, TimeoutException {
        var timeouts = Map.of("request.timeout.ms", TIMEOUT_MILLIS, "default.api.timeout.ms", TIMEOUT_MILLIS);
        try (Admin admin = KafkaClients.admin(KafkaSettings.at(stack.kafkaBootstrap()), timeouts)) {
            return admin
                    .describeTopics(List.of(Topics.EVENTS))
                    .allTopicNames()
                    .get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
                    .values()
                    .stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition ->
                            partition.leader() != null && !partition.leader().isEmpty());
        }
    }

    private boolean postgres() throws SQLException {
        DatabaseUrl url = DatabaseUrl.parse(stack.postgresUrl());
        try (Connection connection = DriverManager.getConnection(url.jdbcUrl(), url.credentials())) {
            return connection.isValid(1);
        }
    }

    private static int status(String url) throws IOException {
        var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MILLIS);
        connection.setReadTimeout(TIMEOUT_MILLIS);
        try {
            return connection.getResponseCode();
        } finally {
            connection.disconnect();
        }
    }
}
