package dev.clacks.writer;

import dev.clacks.common.app.Probe;
import dev.clacks.common.app.Probe.Outcome;
import dev.clacks.writer.consume.LoopState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Whether a loop can do its work: it is in the group, Kafka and the database answer, no partition waits for people. */
final class ReadinessProbes {

    /** Kafka is asked every second; so old may its last answer be. */
    private static final Duration KAFKA_SILENCE = Duration.ofSeconds(15);

    private ReadinessProbes() {}

    static Map<String, Probe> of(int number, Supplier<LoopState> state, InstantSource clock) {
        var probes = new LinkedHashMap<String, Probe>();
        probes.put(
                "group-" + number,
                () -> state.get().joined() ? Outcome.OK : Outcome.failing("has not joined the consumer group"));
        probes.put("kafka-" + number, () -> {
            LoopState now = state.get();
            if (Duration.between(now.kafkaAnswered(), clock.instant()).compareTo(KAFKA_SILENCE) > 0) {
                return Outcome.failing("Kafka does not answer");
            }
            return now.kafkaTrouble().isEmpty() ? Outcome.OK : Outcome.failing(now.kafkaTrouble());
        });
        probes.put("database-" + number, () -> {
            String trouble = state.get().databaseTrouble();
            return trouble.isEmpty() ? Outcome.OK : Outcome.failing(trouble);
        });
        probes.put("partitions-" + number, () -> {
            var stopped = state.get().stopped();
            return stopped.isEmpty()
                    ? Outcome.OK
                    : Outcome.failing(stopped.entrySet().stream()
                            .map(entry -> entry.getKey() + " is stopped: " + entry.getValue())
                            .sorted()
                            .collect(Collectors.joining("; ")));
        });
        return probes;
    }
}
