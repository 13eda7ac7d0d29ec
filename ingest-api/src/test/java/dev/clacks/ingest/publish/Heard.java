package dev.clacks.ingest.publish;

import java.util.ArrayList;
import java.util.List;

/** Takes note of what became of batches: {@code durable}, or the failure's class. Thread-safe. */
final class Heard implements EventPublisher.Acknowledgement {

    private final List<String> words = new ArrayList<>();

    @Override
    public synchronized void durable() {
        words.add("durable");
    }

    @Override
    public synchronized void unavailable(Exception why) {
        words.add(why.getClass().getSimpleName());
    }

    synchronized List<String> words() {
        return List.copyOf(words);
    }
}
