package dev.clacks.common.event;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where one event stands in the request body, and whether it may pass.
 *
 * @param start offset of its opening brace in the body, in bytes
 * @param end offset just behind its closing brace
 * @param id its id; null where it has none that can be read. A rejected event has one too if its id was well formed
 * @param rejection the rule it breaks; null when it is accepted
 */
public record ScannedEvent(
        int start, int end, @Nullable UUID id, @Nullable Rejection rejection) {

    /** Whether the event obeys every rule. */
    public boolean accepted() {
        return rejection == null;
    }

    /** The event's length in bytes. */
    public int length() {
        return end - start;
    }
}
