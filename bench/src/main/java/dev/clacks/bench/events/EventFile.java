package dev.clacks.bench.events;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.clacks.common.app.UserErrorException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Events in a file: a JSON array, an object {@code {"events":[...]}}, or one JSON object after another (JSON lines). The
 * bytes of each event are kept as they are, so that what is signed and sent is what the user wrote.
 */
public final class EventFile {

    private static final JsonFactory JSON = new JsonFactory();

    private EventFile() {}

    /**
     * Finds the events.
     *
     * @param name of the file, for messages
     * @throws UserErrorException when it is none of the three forms, or holds no event
     */
    public static List<byte[]> events(byte[] content, String name) {
        var events = new ArrayList<byte[]>();
        try (JsonParser parser = JSON.createParser(content)) {
            JsonToken first = parser.nextToken();
            if (first == JsonToken.START_ARRAY) {
                elements(parser, content, events);
            } else {
                while (parser.currentToken() == JsonToken.START_OBJECT) {
                    object(parser, content, events);
                    parser.nextToken();
                }
            }
            if ((parser.currentToken() != null && parser.currentToken() != JsonToken.END_ARRAY)
                    || parser.nextToken() != null) {
                throw new UserErrorException(name + " holds something other than events near "
                        + parser.currentTokenLocation().offsetDescription());
            }
        } catch (JsonProcessingException e) {
            throw new UserErrorException(name + " is not JSON: " + e.getOriginalMessage() + " at "
                    + e.getLocation().offsetDescription());
        } catch (IOException e) {
            throw new UserErrorException("cannot read " + name + ": " + e.getMessage());
        }
        if (events.isEmpty()) {
            throw new UserErrorException(name
                    + " holds no events: expected is a JSON array of events, {\"events\":[...]}, or one event a line");
        }
        return events;
    }

    /** At the start of an object: it is an event, or it holds them. Ends at the object's end. */
    private static void object(JsonParser parser, byte[] content, List<byte[]> events) throws IOException {
        long start = parser.currentTokenLocation().getByteOffset();
        boolean wrapper = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean holdsEvents = "events".equals(parser.currentName());
            if (parser.nextToken() == JsonToken.START_ARRAY && holdsEvents) {
                elements(parser, content, events);
                wrapper = true;
            } else {
                parser.skipChildren();
            }
        }
        if (!wrapper) {
            events.add(slice(content, start, parser));
        }
    }

    private static void elements(JsonParser parser, byte[] content, List<byte[]> events) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            long start = parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            events.add(slice(content, start, parser));
        }
    }

    private static byte[] slice(byte[] content, long start, JsonParser parser) throws IOException {
        parser.finishToken();
        return Arrays.copyOfRange(
                content, (int) start, (int) parser.currentLocation().getByteOffset());
    }
}
