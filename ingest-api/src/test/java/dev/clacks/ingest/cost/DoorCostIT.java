package dev.clacks.ingest.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.ingest.config.PublisherSettings;
import dev.clacks.ingest.running.Door;
import dev.clacks.testkit.time.ManualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The processor time and the heap that the door takes for an event, whole, beside its unavoidable parts, in turns in one
 * process. Prints the figures; {@code -Dlong=true} takes long enough for them to mean something.
 */
final class DoorCostIT {

    private static final boolean LONG = Boolean.getBoolean("long");
    private static final int CONNECTIONS = Integer.getInteger("connections", 8);

    /** Rounds before those that count: the compiler is still at work in them. */
    private static final int WARM_UP = LONG ? 5 : 1;

    private static final int ROUNDS = WARM_UP + (LONG ? 11 : 3);
    private static final int BATCHES = LONG ? 2_000 : 200;

    private static final ManualClock CLOCK = new ManualClock(TypicalBatches.recordedAt());

    @RegisterExtension
    static final Door DOOR = new Door(CLOCK, "");

    private final Map<String, List<Cost>> costs = new TreeMap<>();

    @Test
    void anEventCostsLittleMoreThanItsUnavoidableParts() throws Exception {
        List<byte[]> bodies = TypicalBatches.bodies();
        long before = DOOR.accepted().size();
        try (var callers = new Callers(CONNECTIONS, DOOR.running().port(), DOOR.tenant(), bodies, CLOCK);
                var parts = parts(bodies)) {
            for (int round = 0; round < ROUNDS; round++) {
                measure("hmac", callers, () -> parts.hmac(BATCHES));
                measure("scan", callers, () -> parts.scan(BATCHES));
                measure("send", callers, () -> parts.send(BATCHES));
                measure(
                        "door",
                        callers,
                        () -> assertThat(callers.lap(BATCHES / CONNECTIONS)).isZero());
            }
        }
        print();
        assertThat(DOOR.accepted().size() - before).isEqualTo((long) ROUNDS * BATCHES * TypicalBatches.EVENTS);
    }

    private static Parts parts(List<byte[]> bodies) throws Exception {
        var kafka = KafkaSettings.at(DOOR.kafka().bootstrapServers());
        var producer = KafkaClients.producer(kafka, PublisherSettings.defaults().properties());
        return new Parts(bodies, CLOCK.instant(), producer, DOOR.kafka().newTopic(12, Map.of()), CONNECTIONS);
    }

    private void measure(String what, Callers callers, Cost.Work work) throws Exception {
        costs.computeIfAbsent(what, _ -> new ArrayList<>()).add(Cost.of(callers.threads(), work));
    }

    private void print() {
        double sum = micros("hmac") + micros("scan") + micros("send");
        for (String what : List.of("hmac", "scan", "send", "door")) {
            System.out.printf("%s: %.2f us and %.0f bytes an event%n", what, micros(what), bytes(what));
        }
        System.out.printf(
                "door / (hmac + scan + send) = %.2f / %.2f = %.2f, %d connections, median of %d rounds%n",
                micros("door"), sum, micros("door") / sum, CONNECTIONS, ROUNDS - WARM_UP);
        costs.forEach((what, all) -> System.out.println(what + " by round, us: "
                + all.stream()
                        .map(cost -> "%.2f".formatted(perEvent(cost.cpuNanos()) / 1e3))
                        .toList()));
    }

    private double micros(String what) {
        return perEvent(median(what, Cost::cpuNanos)) / 1e3;
    }

    private double bytes(String what) {
        return perEvent(median(what, Cost::bytes));
    }

    private long median(String what, ToLongFunction<Cost> of) {
        long[] sorted = costs.getOrDefault(what, List.of()).stream()
                .mapToLong(of)
                .sorted()
                .toArray();
        return sorted[sorted.length / 2];
    }

    private static double perEvent(long all) {
        return (double) all / BATCHES / TypicalBatches.EVENTS;
    }
}
