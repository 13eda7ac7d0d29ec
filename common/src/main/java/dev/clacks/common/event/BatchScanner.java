package dev.clacks.common.event;

import dev.clacks.common.event.InvalidBatchException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Finds the events of a request body and checks each, in one pass over the bytes, without a tree and without recursion.
 * A body that is no JSON of the right shape is refused as a whole; an event that breaks a rule is refused alone, and the
 * scan goes on.
 *
 * <p>Written by hand because it is the dearest step of the front door that is ours to choose: general parsers are slower,
 * do not tell where a value's bytes stand, and let pass what the database refuses.
 *
 * <p>Not thread-safe: it keeps its tables between calls, so let one thread at a time have it. It keeps no reference to a body.
 * While it scans, a body of 10 MiB that is made to cost lets the tables grow to 5 MiB, and one and a half times that while they
 * do; between two scans they are small.
 */
public final class BatchScanner {

    private static final byte[] EVENTS = "events".getBytes(StandardCharsets.US_ASCII);

    private final EventRules rules;
    private final int maxEvents;
    private final IdSet ids;
    private final Verdict verdict = new Verdict();
    private final JsonCursor json = new JsonCursor(verdict);
    private final DecodedText text = new DecodedText();
    private final ValueWalker walker = new ValueWalker(json, verdict, text);
    private final EventScanner scanner = new EventScanner(json, verdict, walker, text, null);

    /**
     * A scanner that checks events by {@code rules} and takes at most {@code maxEvents} of them in one body.
     *
     * @throws IllegalArgumentException when {@code maxEvents} is not positive
     */
    public BatchScanner(EventRules rules, int maxEvents) {
        if (maxEvents < 1) {
            throw new IllegalArgumentException("maxEvents must be positive");
        }
        this.rules = rules;
        this.maxEvents = maxEvents;
        this.ids = new IdSet(maxEvents);
    }

    /**
     * Scans the first {@code length} bytes of {@code body}. The byte behind an event one too many is not looked at: such a
     * body is refused at once, whatever follows.
     *
     * @param now the server's time, against which the events' timestamps are checked
     * @throws InvalidBatchException when the body as a whole is refused
     */
    public ScannedBatch scan(byte[] body, int length, Instant now) throws InvalidBatchException {
        Objects.checkFromIndexSize(0, length, body.length);
        ids.begin();
        json.open(body, length);
        try {
            List<ScannedEvent> events = document(FieldRules.at(now, rules));
            if (events.isEmpty()) {
                throw new InvalidBatchException(Reason.EMPTY_BATCH, "the batch has no events");
            }
            int accepted = 0;
            for (ScannedEvent event : events) {
                accepted += event.accepted() ? 1 : 0;
            }
            return new ScannedBatch(Collections.unmodifiableList(events), accepted, events.size() - accepted);
        } catch (MalformedJsonException e) {
            throw new InvalidBatchException(Reason.INVALID_JSON, "not a valid batch: " + e.getMessage());
        } finally {
            json.close();
            walker.end();
        }
    }

    private List<ScannedEvent> document(FieldRules current) throws MalformedJsonException, InvalidBatchException {
        verdict.stop();
        walker.begin(0);
        List<ScannedEvent> events = null;
        int next = json.space(0);
        if (json.at(next) != '{') {
            throw json.unexpected("expected an object", next);
        }
        next = json.space(next + 1);
        boolean more = json.at(next) != '}';
        while (more) {
            if (json.at(next) != '"') {
                throw json.unexpected("expected a key", next);
            }
            int key = next + 1;
            int keyEnd = json.string(key);
            boolean isEvents = isEvents(key, keyEnd);
            next = json.colon(keyEnd + 1);
            if (isEvents && events != null) {
                throw json.unexpected("the key events comes twice", key);
            } else if (isEvents) {
                events = new ArrayList<>(16);
                next = events(next, current, events);
            } else {
                next = walker.walk(next, 1);
            }
            next = json.space(next);
            more = json.at(next) == ',';
            if (!more && json.at(next) != '}') {
                throw json.unexpected("expected a comma or the end of the object", next);
            }
            next = more ? json.space(next + 1) : next;
        }
        int end = json.space(next + 1);
        if (end != json.limit()) {
            throw json.unexpected("bytes behind the end of the document", end);
        }
        if (events == null) {
            throw json.unexpected("expected the key events", next);
        }
        return events;
    }

    private int events(int i, FieldRules current, List<ScannedEvent> events)
            throws MalformedJsonException, InvalidBatchException {
        if (json.at(i) != '[') {
            throw json.unexpected("expected events to be an array", i);
        }
        int next = json.space(i + 1);
        boolean more = json.at(next) != ']';
        while (more) {
            if (json.at(next) != '{') {
                throw json.unexpected("expected an event, an object", next);
            }
            if (events.size() == maxEvents) {
                throw new InvalidBatchException(
                        Reason.BATCH_TOO_LARGE,
                        "a batch may have " + maxEvents + " events at most, one more begins at byte " + next);
            }
            int end = scanner.scan(next, current);
            events.add(event(next, end));
            next = json.space(end);
            more = json.at(next) == ',';
            if (!more && json.at(next) != ']') {
                throw json.unexpected("expected a comma or the end of the array", next);
            }
            next = more ? json.space(next + 1) : next;
        }
        return next + 1;
    }

    private ScannedEvent event(int start, int end) {
        UUID id = scanner.slots().id();
        Rejection rejection = verdict.rejection();
        if (rejection == null && id != null && !ids.add(id)) {
            rejection = new Rejection(
                    RejectionCode.DUPLICATE_EVENT_ID,
                    scanner.slots().idMember().path(),
                    "an earlier event of this batch has the same id");
        }
        return new ScannedEvent(start, end, id, rejection);
    }

    private boolean isEvents(int start, int end) {
        if (json.escaped()) {
            if (end - start > 6 * EVENTS.length) {
                return false;
            }
            text.decode(json.bytes(), start, end);
            return text.is(EVENTS);
        }
        return Arrays.equals(json.bytes(), start, end, EVENTS, 0, EVENTS.length);
    }
}
