package dev.clacks.ingest.cost;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.ingest.running.Recordings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** The batch of a hundred events that the published SDK was recorded with, many times, each with ids of its own. */
final class TypicalBatches {

    static final int EVENTS = 100;

    /** So many that they do not all stay in a processor's nearest cache. */
    private static final int BODIES = 64;

    private static final Pattern ID = Pattern.compile("(?<=\"event_id\":\")[^\"]{36}(?=\")");

    private TypicalBatches() {}

    /** When the recording was made: its events are fresh at that time. */
    static Instant recordedAt() {
        return recording().sentAt();
    }

    static List<byte[]> bodies() {
        String recorded = recording().body();
        var bodies = new ArrayList<byte[]>();
        for (int i = 0; i < BODIES; i++) {
            bodies.add(ID.matcher(recorded)
                    .replaceAll(_ -> UUID.randomUUID().toString())
                    .getBytes(UTF_8));
        }
        return bodies;
    }

    private static Recordings.Request recording() {
        return Recordings.requests().getFirst();
    }
}
