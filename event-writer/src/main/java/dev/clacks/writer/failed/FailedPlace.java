package dev.clacks.writer.failed;

import dev.clacks.common.app.UserErrorException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.UUID;

/**
 * Where a list of failed events stands: at this one, {@code <received at>/<key>}, whether or not it is still there.
 *
 * @param receivedAt when the door took it
 * @param key names it
 */
public record FailedPlace(Instant receivedAt, FailedKey key) {

    /** Before the latest. */
    static final FailedPlace FIRST = new FailedPlace(
            Instant.parse("9999-12-31T00:00:00Z"), new FailedKey(new UUID(-1, -1), Integer.MAX_VALUE, Long.MAX_VALUE));

    /** The place that a text stands for. */
    public static FailedPlace parse(String text) {
        int slash = text.indexOf('/');
        try {
            if (slash > 0) {
                Instant at = Instant.parse(text.substring(0, slash));
                if (!at.isBefore(Instant.EPOCH) && !at.isAfter(FIRST.receivedAt)) {
                    return new FailedPlace(at, FailedKey.parse(text.substring(slash + 1)));
                }
            }
        } catch (DateTimeParseException e) {
            // said below
        }
        throw new UserErrorException(
                "a list goes on where it says, <received at>/<topic id>/<partition>/<offset>, not at " + text);
    }

    static FailedPlace of(FailedEvent event) {
        return new FailedPlace(event.receivedAt(), FailedKey.parse(event.key()));
    }

    @Override
    public String toString() {
        return receivedAt + "/" + key;
    }
}
