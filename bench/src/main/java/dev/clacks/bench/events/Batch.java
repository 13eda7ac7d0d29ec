package dev.clacks.bench.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The body of one request.
 *
 * @param body {@code {"events":[...]}} in UTF-8, the events byte for byte as they were given
 * @param events how many events it holds
 */
@SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
public record Batch(byte[] body, int events) {

    private static final byte[] HEAD = "{\"events\":[".getBytes(UTF_8);
    private static final byte[] TAIL = "]}".getBytes(UTF_8);

    /** The events in one body, in their order. */
    public static Batch of(List<byte[]> events) {
        var body = new ByteArrayOutputStream(HEAD.length + TAIL.length + events.size() * 700);
        body.writeBytes(HEAD);
        for (int i = 0; i < events.size(); i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(events.get(i));
        }
        body.writeBytes(TAIL);
        return new Batch(body.toByteArray(), events.size());
    }

    /** The events in bodies of at most the given size. */
    public static List<Batch> split(List<byte[]> events, int size) {
        var batches = new ArrayList<Batch>();
        for (int from = 0; from < events.size(); from += size) {
            batches.add(of(events.subList(from, Math.min(events.size(), from + size))));
        }
        return batches;
    }
}
