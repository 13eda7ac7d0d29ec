package dev.clacks.writer;

import dev.clacks.common.app.Probe;
import dev.clacks.common.app.Probe.Outcome;
import dev.clacks.writer.consume.LoopState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Whether a loop can do its work: it is in the group, Kafka and the database answer, all partitions get on. */
final class ReadinessProbes {

    /** Kafka is asked every second; so old may its last answer be. */
    private static final Duration KAFKA_SILENCE = Duration.ofSeconds(15);

    private ReadinessProbes() {}

    /** @param clock the steady one of the loop */
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
            LoopState now = state.get();
            var troubles = new TreeSet<String>();
            now.stopped().forEach((partition, why) -> troubles.add(partition + " is stopped: " + why));
            now.hindered().forEach((partition, why) -> troubles.add(partition + " does not get on: " + why));
            return troubles.isEmpty() ? Outcome.OK : Outcome.failing(String.join("; ", troubles));
        });
        return probes;
    }
}
