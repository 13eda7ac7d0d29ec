package dev.clacks.common.event;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads one event, given as exactly its own bytes. Not thread-safe: it keeps its tables between calls, so give each
 * thread its own. It keeps no reference to an event.
 */
public final class EventDecoder {

    private final Verdict verdict = new Verdict();
    private final JsonCursor json = new JsonCursor(verdict);
    private final DecodedText text = new DecodedText();
    private final Leftovers leftovers = new Leftovers();
    private final ValueWalker walker = new ValueWalker(json, verdict, text);
    private final EventScanner scanner = new EventScanner(json, verdict, walker, text, leftovers);

    /** A decoder for one thread. */
    public EventDecoder() {}

    /**
     * The event's members. Every rule is applied but the range of the timestamp and the user id's pattern, which depend on
     * the day and the configuration: a record may be read again months after the front door accepted it.
     *
     * @throws EventRejectedException when a rule is broken; bytes that are no JSON object count as
     *     {@link RejectionCode#INVALID_SCHEMA}
     */
    public TelemetryEvent decode(byte[] event) throws EventRejectedException {
        Rejection rejection = scan(event, FieldRules.TIMELESS);
        if (rejection != null) {
            throw new EventRejectedException(rejection);
        }
        return decoded(event, scanner.slots());
    }

    /**
     * The first rule that the event breaks at {@code now}, the range of the timestamp and the user id's pattern included;
     * null when it may pass.
     */
    public @Nullable Rejection check(byte[] event, EventRules rules, Instant now) {
        return scan(event, FieldRules.at(now, rules));
    }

    private @Nullable Rejection scan(byte[] event, FieldRules rules) {
        if (event.length > EventScanner.LONGEST) {
            return new Rejection(RejectionCode.EVENT_TOO_LARGE, "", "an event may have 262144 bytes at most");
        }
        json.open(event, event.length);
        try {
            if (json.at(0) != '{') {
                throw json.unexpected("expected an object", 0);
            }
            int end = scanner.scan(0, rules);
            if (end != event.length) {
                throw json.unexpected("bytes behind the end of the event", end);
            }
            return verdict.rejection();
        } catch (MalformedJsonException e) {
            return new Rejection(RejectionCode.INVALID_SCHEMA, "", "not a JSON object: " + e.getMessage());
        } finally {
            json.close();
            walker.end();
        }
    }

    private TelemetryEvent decoded(byte[] event, Slots slots) {
        UUID id = Objects.requireNonNull(slots.id());
        return new TelemetryEvent(
                id,
                slots.timestampMicros(),
                required(event, Member.USER_ID),
                optional(event, Member.SESSION_ID),
                required(event, Member.EVENT_TYPE),
                optional(event, Member.EVENT_CATEGORY),
                raw(event, Member.EVENT_DATA),
                required(event, Member.SERVICE_NAME),
                required(event, Member.SERVICE_VERSION),
                optional(event, Member.SERVICE_LANGUAGE),
                optional(event, Member.SERVICE_LANGUAGE_VERSION),
                optional(event, Member.OS),
                optional(event, Member.OS_VERSION),
                optional(event, Member.ARCH),
                slots.has(Member.CI) ? (Boolean) (event[slots.start(Member.CI)] == 't') : null,
                optional(event, Member.SHELL),
                optional(event, Member.SDK_VERSION),
                required(event, Member.SCHEMA_VERSION),
                ExtraJson.of(event, leftovers, slots.idMember() != Member.ID));
    }

    private @Nullable String optional(byte[] event, Member member) {
        return scanner.slots().has(member) ? required(event, member) : null;
    }

    private String required(byte[] event, Member member) {
        int start = scanner.slots().start(member);
        int end = scanner.slots().end(member);
        for (int i = start; i < end; i++) {
            if (event[i] == '\\') {
                text.decode(event, start, end);
                return text.toString();
            }
        }
        return raw(event, member);
    }

    private String raw(byte[] event, Member member) {
        int start = scanner.slots().start(member);
        return new String(event, start, scanner.slots().end(member) - start, StandardCharsets.UTF_8);
    }
}
