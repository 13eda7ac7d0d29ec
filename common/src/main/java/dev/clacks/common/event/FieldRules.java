package dev.clacks.common.event;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the texts of the known members must be, at one moment. Given decoded, as UTF-8. Immutable. */
final class FieldRules {

    /** Every rule but those that depend on the moment and the configuration. */
    static final FieldRules TIMELESS = new FieldRules(Long.MIN_VALUE, Long.MAX_VALUE, null);

    private final long earliest;
    private final long latest;
    private final @Nullable Pattern userId;

    private FieldRules(long earliest, long latest, @Nullable Pattern userId) {
        this.earliest = earliest;
        this.latest = latest;
        this.userId = userId;
    }

    /** The rules as they are at {@code now}, which counts in whole microseconds. */
    static FieldRules at(Instant now, EventRules rules) {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, now.truncatedTo(ChronoUnit.MICROS));
        return new FieldRules(
                micros - micros(rules.acceptedPast()), micros + micros(rules.acceptedFuture()), rules.userIdPattern());
    }

    /** Whether an event of this time, in microseconds since the epoch, is neither too old nor too new. */
    boolean inRange(long timestampMicros) {
        return earliest <= timestampMicros && timestampMicros <= latest;
    }

    /** Whether the text matches the configured pattern; true where none is configured. */
    boolean userId(byte[] text, int start, int end) {
        return userId == null
                || userId.matcher(new String(text, start, end - start, StandardCharsets.UTF_8))
                        .matches();
    }

    /** Whether the text is a version 1 of the schema: {@code 1.}, digits, and perhaps a further {@code .} and digits. */
    static boolean schemaVersion(byte[] text, int start, int end) {
        if (end - start < 3 || text[start] != '1' || text[start + 1] != '.') {
            return false;
        }
        int minor = digits(text, start + 2, end);
        if (minor == start + 2 || minor == end) {
            return minor == end;
        }
        return text[minor] == '.' && minor + 1 < end && digits(text, minor + 1, end) == end;
    }

    /** Whether the text has at most so many code points. */
    static boolean within(int longest, byte[] text, int start, int end) {
        return end - start <= longest || Utf8.codePoints(text, start, end) <= longest;
    }

    /** The sentence for a member that is missing or wrong. */
    static String expectation(Member member) {
        String must = member.path() + " must be ";
        return switch (member.shape()) {
            case SCHEMA_VERSION -> must + "a string 1.x or 1.x.y";
            case EVENT_ID, OTHER_ID -> must + "a UUID in its canonical text form";
            case TIMESTAMP -> must + "an RFC 3339 time with a zone";
            case TEXT, USER_ID -> must + "a string of 1 to " + member.longest() + " characters";
            case OPTIONAL_TEXT -> must + "a string of at most " + member.longest() + " characters, null or absent";
            case OPTIONAL_BOOLEAN -> must + "true, false, null or absent";
            case OBJECT -> must + "an object";
            case OPTIONAL_OBJECT -> must + "an object, null or absent";
            case ANY, LOOSE_OBJECT, LOOSE_TEXT -> must + "there";
        };
    }

    private static int digits(byte[] text, int start, int end) {
        int next = start;
        while (next < end && text[next] >= '0' && text[next] <= '9') {
            next++;
        }
        return next;
    }

    /** Saturates: a span beyond what a timestamp can reach accepts them all. */
    private static long micros(Duration span) {
        long mostSeconds = Duration.ofDays(20_000 * 366L).toSeconds();
        return span.toSeconds() > mostSeconds
                ? mostSeconds * 1_000_000
                : span.toSeconds() * 1_000_000 + span.toNanosPart() / 1_000;
    }
}
