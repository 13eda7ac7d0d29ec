package dev.clacks.standalone;

import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;

/**
 * Has Kafka forget what the writers have stored, as its retention does after days: rows may leave for the archive only once
 * Kafka does not hold them any more.
 */
final class LogTrimmer implements AutoCloseable {

    private static final String GROUP = "clacks-event-writer";

    private final Pipeline pipeline;
    private final Thread thread;
    private volatile String lastFailure = "none";

    private LogTrimmer(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.thread = Thread.ofVirtual().name("log-trimmer").unstarted(this::run);
    }

    /** Trims every second until it is closed. */
    static LogTrimmer start(Pipeline pipeline) {
        var trimmer = new LogTrimmer(pipeline);
        trimmer.thread.start();
        return trimmer;
    }

    private void run() {
        try {
            while (true) {
                try {
                    trim();
                } catch (ExecutionException | RuntimeException e) {
                    lastFailure = e.toString(); // the broker is what some tests kill: the next round finds it back
                }
                TimeUnit.SECONDS.sleep(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Up to the offsets that the group has committed, which it does after PostgreSQL has the rows. */
    private void trim() throws ExecutionException, InterruptedException {
        var settings = KafkaSettings.at(pipeline.stack().kafkaBootstrap());
        try (Admin admin = KafkaClients.admin(settings, Map.of())) {
            var below = new HashMap<TopicPartition, RecordsToDelete>();
            admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, committed) ->
                            below.put(partition, RecordsToDelete.beforeOffset(committed.offset())));
            admin.deleteRecords(below).all().get();
        }
    }

    /** What the last round that failed said, for messages. */
    String lastFailure() {
        return lastFailure;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
