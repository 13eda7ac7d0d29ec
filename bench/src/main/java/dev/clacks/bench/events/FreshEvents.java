package dev.clacks.bench.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.clacks.common.app.UserErrorException;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Recorded events made new: a fresh {@code event_id} and the present time each, everything else as it was. */
public final class FreshEvents {

    private static final ObjectMapper JSON = new ObjectMapper();

    private FreshEvents() {}

    /** Written anew, so numbers may take another form; an event that is no object stays as it is. */
    public static List<byte[]> of(List<byte[]> events, InstantSource clock) {
        var fresh = new ArrayList<byte[]>(events.size());
        try {
            for (byte[] event : events) {
                JsonNode node = JSON.readTree(event);
                if (node instanceof ObjectNode object) {
                    object.put("event_id", UUID.randomUUID().toString());
                    object.put("timestamp", clock.instant().toString());
                }
                fresh.add(JSON.writeValueAsBytes(node));
            }
        } catch (IOException e) {
            throw new UserErrorException("cannot read an event: " + e.getMessage());
        }
        return fresh;
    }
}
