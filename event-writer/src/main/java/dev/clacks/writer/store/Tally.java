package dev.clacks.writer.store;

import java.util.Map;

/**
 * What the records of a committed chunk turned into; the numbers add up to its records.
 *
 * @param inserted new rows of {@code events}
 * @param duplicates events that were stored before, or came twice in the chunk
 * @param erased events that a tombstone covers
 * @param failed from failure code, as it is counted, to how many went to {@code failed_events}, those stored there before included
 */
public record Tally(int inserted, int duplicates, int erased, Map<String, Integer> failed) {

    public static final Tally NOTHING = new Tally(0, 0, 0, Map.of());

    public Tally {
        failed = Map.copyOf(failed);
    }
}
