package dev.clacks.writer.chunk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.common.event.RejectionCode;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Why an event failed.
 *
 * @param stage where it was found
 * @param code a short name such as {@code invalid_schema}, or a SQLSTATE
 * @param field path of the member at fault; empty where it is the whole event
 * @param message one sentence; never a value from the event
 */
public record Failure(Stage stage, String code, String field, String message) {

    /** The code where the front door gave none. */
    static final String UNKNOWN = "unknown";

    /** The code of a record that was set aside unread, since writers died with it in hand. */
    public static final String KILLS_WRITER = "kills_writer";

    private static final Set<String> OF_THE_PROTOCOL =
            Arrays.stream(RejectionCode.values()).map(RejectionCode::code).collect(Collectors.toUnmodifiableSet());

    /** Where failures are found. */
    public enum Stage {
        /** The front door refused the event. */
        DOOR("door"),
        /** The writer could not decode it, or PostgreSQL refused it. */
        WRITER("writer");

        private final String stored;

        Stage(String stored) {
            this.stored = stored;
        }

        /** As it stands in {@code failed_events.stage}. */
        public String stored() {
            return stored;
        }
    }

    /**
     * The code under which it is counted, one of few: a record's header is only a text, whoever wrote it, so of those only the
     * protocol's codes stand for themselves.
     */
    public String countedAs() {
        return stage == Stage.WRITER || code.equals(UNKNOWN) || OF_THE_PROTOCOL.contains(code) ? code : "other";
    }

    /** Whether writers died with it in hand. */
    public boolean killsWriters() {
        return stage == Stage.WRITER && code.equals(KILLS_WRITER);
    }

    /** Failures of the same stage, code and field are one group: 32 hex digits. */
    public String fingerprint() {
        byte[] digest = Digests.sha256()
                .digest(String.join("\0", stage.stored, code, field).getBytes(UTF_8));
        return HexFormat.of().formatHex(digest, 0, 16);
    }

    /** Kept apart so that the checked exception that cannot happen is in one place. */
    static final class Digests {
        private Digests() {}

        static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (java.security.NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JVM has SHA-256", e);
            }
        }
    }
}
