package dev.clacks.bench.write;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What each contender's rows cost, round by round. For one thread. */
final class Figures {

    private static final double NANOS_A_MICRO = 1_000;

    /**
     * One turn.
     *
     * @param cpuMicros CPU time of the backend for a row, in microseconds
     * @param walBytes write-ahead log for a row, in bytes
     */
    record Turn(double cpuMicros, double walBytes) {

        static Turn of(long nanos, long walBytes, int rows) {
            return new Turn(nanos / NANOS_A_MICRO / rows, (double) walBytes / rows);
        }
    }

    private final Map<String, List<Turn>> turns = new LinkedHashMap<>();

    /** Notes the next round's turn of a contender. */
    void add(String contender, Turn turn) {
        turns.computeIfAbsent(contender, name -> new ArrayList<>()).add(turn);
    }

    /** Forgets what was measured so far. */
    void clear() {
        turns.clear();
    }

    /** Median CPU time of a row, in microseconds. */
    double cpuMicros(String contender) {
        return median(turns(contender).map(Turn::cpuMicros));
    }

    /** CPU time of a row in the turn that was disturbed least, in microseconds. */
    double leastMicros(String contender) {
        return turns(contender).mapToDouble(Turn::cpuMicros).min().orElseThrow();
    }

    /** Median write-ahead log of a row, in bytes. */
    double walBytes(String contender) {
        return median(turns(contender).map(Turn::walBytes));
    }

    /** Median over the rounds of what a contender's row cost, as a multiple of another one's in the same round. */
    double ratio(String contender, String to) {
        List<Turn> own = turns.getOrDefault(contender, List.of());
        List<Turn> others = turns.getOrDefault(to, List.of());
        return median(IntStream.range(0, own.size()).mapToObj(i -> own.get(i).cpuMicros / others.get(i).cpuMicros));
    }

    private Stream<Turn> turns(String contender) {
        return turns.getOrDefault(contender, List.of()).stream();
    }

    private static double median(Stream<Double> values) {
        List<Double> sorted = values.sorted().collect(Collectors.toList());
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    Collection<String> contenders() {
        return turns.keySet();
    }
}
