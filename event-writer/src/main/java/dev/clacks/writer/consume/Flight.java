package dev.clacks.writer.consume;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.Row;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/** One lane's chunks that were cut and are not known to be stored: those with the store, and those that go out again. */
final class Flight {

    private final Deque<Chunk> out = new ArrayDeque<>();
    /** By their first offsets: the earliest goes first. */
    private final NavigableMap<Long, Chunk> again = new TreeMap<>();

    private long bytes;

    void clear() {
        out.clear();
        again.clear();
        bytes = 0;
    }

    /** A chunk is with the store from now on. */
    void add(Chunk chunk) {
        out.addLast(chunk);
        weigh();
    }

    /** How many are with the store. */
    int out() {
        return out.size();
    }

    boolean empty() {
        return out.isEmpty() && again.isEmpty();
    }

    /** Whether one that is with the store holds a record that is to be marked "in hand". */
    boolean careful() {
        return out.stream().anyMatch(Chunk::careful);
    }

    /** Whether an answer about this chunk is awaited. */
    boolean awaits(Chunk chunk) {
        return out.stream().anyMatch(chunk::isSameAs);
    }

    /** The chunk is stored, and with it all before it: whatever was answered about them, it could not be stored else. */
    void stored(Chunk chunk) {
        out.removeIf(chunk::isSameAs);
        again.values().removeIf(earlier -> earlier.to() <= chunk.to());
        weigh();
    }

    /** The chunk has to go out again, in its place among those that already have to; returns whether it is the first of them. */
    boolean failed(Chunk chunk) {
        out.removeIf(chunk::isSameAs);
        again.put(chunk.from(), chunk);
        return again.firstKey() == chunk.from();
    }

    /** Whether one waits to go out again. */
    boolean retrying() {
        return !again.isEmpty();
    }

    /** Whether an earlier one waits to go out again: only then is it no news that this one was refused. */
    boolean retryingBefore(Chunk chunk) {
        return retrying() && again.firstKey() < chunk.from();
    }

    /** The next that goes out again. */
    Optional<Chunk> takeAgain() {
        return Optional.ofNullable(again.pollFirstEntry()).map(Map.Entry::getValue);
    }

    /** About how much heap they hold, in bytes. */
    long bytes() {
        return bytes;
    }

    /** When the oldest of their records was received, in milliseconds. */
    OptionalLong oldestMillis() {
        return all().flatMap(chunk -> chunk.rows().stream())
                .mapToLong(Row::receivedAtMillis)
                .min();
    }

    private void weigh() {
        bytes = all().flatMap(chunk -> chunk.rows().stream())
                .mapToLong(Row::weight)
                .sum();
    }

    private Stream<Chunk> all() {
        return Stream.concat(out.stream(), again.values().stream());
    }
}
