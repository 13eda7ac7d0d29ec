package dev.clacks.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.bench.client.Dialect;
import dev.clacks.bench.client.IngestClient;
import dev.clacks.bench.lab.CpuTime;
import dev.clacks.bench.load.Load;
import dev.clacks.bench.load.LoadPlan;
import dev.clacks.bench.load.LoadResult;
import dev.clacks.bench.stack.RunningStack;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.common.kafka.Topics;
import dev.clacks.testkit.ledger.Ledger;
import dev.clacks.testkit.ledger.LedgerEntry;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/**
 * Many events from 32 connections through the whole pipeline: each acknowledged one is in Kafka and, once, in PostgreSQL, and
 * the door stays small. Prints what an event cost it; {@code -Dlong=true} sends a million.
 */
class MillionEventsIT {

    private static final int CONNECTIONS = 32;
    private static final int BATCHES = Boolean.getBoolean("long") ? 10_000 : 500;
    private static final int SIZE = 100;
    private static final long MOST_RESIDENT_BYTES = 512L << 20;

    /** Rows are written behind the load: a slow machine needs its time for a million. */
    private static final Duration WRITTEN = Duration.ofMinutes(15);

    @Test
    void every_acknowledged_event_is_in_kafka_and_once_in_postgresql_and_the_door_stays_small() throws Exception {
        try (Pipeline pipeline = Pipeline.start(ClacksProgram.newFolder("million"));
                Ledger ledger = Ledger.inMemory()) {
            RunningStack stack = pipeline.stack();
            long door = stack.pid("ingest-api");
            long seed = Long.getLong("seed", ThreadLocalRandom.current().nextLong());
            System.out.println("seed of the events: " + seed);
            long cpu = CpuTime.ofProcess(door);
            double allocated = allocated(stack);
            LoadResult result = load(stack, ledger, seed);
            cpu = CpuTime.ofProcess(door) - cpu;
            allocated = allocated(stack) - allocated;
            long resident = peakResidentBytes(door);
            System.out.printf(
                    "%,d events in %,d batches over %d connections in %.1f s: %,.0f events/s; answers: %s; outcomes: %s%n",
                    result.events(),
                    result.batches(),
                    CONNECTIONS,
                    result.took().toMillis() / 1e3,
                    result.rate(),
                    result.latencies(),
                    result.outcomes());
            System.out.printf(
                    "ingest-api: %.1f us of CPU and %,.0f bytes of heap an event, %d MB resident at most%n",
                    cpu / 1e3 / result.events(), allocated / result.events(), resident >> 20);

            assertThat(result.batches()).isEqualTo(BATCHES);
            assertThat(ledger.size()).isEqualTo(BATCHES * SIZE);
            assertThat(resident).isLessThan(MOST_RESIDENT_BYTES);
            assertThat(missingInKafka(stack, ledger)).isEmpty();
            Await.until(
                    "rows in events",
                    WRITTEN,
                    () -> pipeline.number("SELECT count(*) FROM events"),
                    rows -> rows >= ledger.size());
            try (Connection connection = pipeline.database()) {
                var report = ledger.verify(connection);
                System.out.println(report);
                report.assertHolds();
            }
        }
    }

    private static LoadResult load(RunningStack stack, Ledger ledger, long seed) throws InterruptedException {
        var plan = new LoadPlan(CONNECTIONS, BATCHES, SIZE, 0, seed);
        InstantSource clock = InstantSource.system();
        try (var client = new IngestClient(stack.target(), Dialect.SDK, clock)) {
            return new Load(
                            client,
                            plan,
                            clock,
                            Duration.ZERO,
                            events -> ledger.acknowledged(stack.orgId(), stack.appId(), events))
                    .run(_ -> {});
        }
    }

    /** The acknowledged ids that no record bears. */
    private static Set<UUID> missingInKafka(RunningStack stack, Ledger ledger) {
        var missing = new HashSet<UUID>();
        for (LedgerEntry entry : ledger.entries()) {
            missing.add(entry.eventId());
        }
        try (var consumer = KafkaClients.consumer(KafkaSettings.at(stack.kafkaBootstrap()), Map.of())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.EVENTS).stream()
                    .map(info -> new TopicPartition(Topics.EVENTS, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> missing.remove(UUID.fromString(new String(record.key(), UTF_8))));
            }
        }
        return missing;
    }

    /** What the garbage collector has counted so far, in bytes. */
    private static double allocated(RunningStack stack) throws IOException {
        try (var metrics = URI.create(stack.ingestUrl() + "/metrics").toURL().openStream()) {
            return new String(metrics.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("jvm_memory_pool_allocated_bytes_total{"))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    private static long peakResidentBytes(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElseThrow();
    }
}
