package dev.clacks.testkit.ledger;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * What an event is known by.
 *
 * @param org the organisation's id, never its UUID
 * @param app the application's id, never its UUID
 * @param timestampMicros microseconds since the epoch, truncated toward the past
 */
public record LedgerEntry(String org, String app, UUID eventId, long timestampMicros) {
    private static final String SEPARATOR = " ";

    /** One line; ids hold no spaces. */
    String line() {
        return String.join(SEPARATOR, org, app, eventId.toString(), Long.toString(timestampMicros));
    }

    static LedgerEntry parse(String line) {
        String[] parts = line.split(SEPARATOR, -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("Not a line of a ledger: " + line);
        }
        return new LedgerEntry(parts[0], parts[1], UUID.fromString(parts[2]), Long.parseLong(parts[3]));
    }

    Instant timestamp() {
        return Instant.EPOCH.plus(timestampMicros, ChronoUnit.MICROS);
    }
}
