package dev.clacks.writer.chunk;

import dev.clacks.common.event.TelemetryEvent;

/**
 * An accepted event on its way into the database.
 *
 * @param offset offset of the record
 * @param receivedAtMillis the record's timestamp, in milliseconds since the epoch
 * @param orgId canonical id of the organisation
 * @param appId canonical id of the application
 * @param event what was decoded
 * @param raw the record's value, kept in case PostgreSQL refuses the row; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed; a copy of each event would cost heap
public record EventRow(long offset, long receivedAtMillis, String orgId, String appId, TelemetryEvent event, byte[] raw)
        implements Row {

    /** Objects and references of a decoded event beside its texts. */
    private static final int OVERHEAD = 700;

    public EventKey key() {
        return new EventKey(event.eventId(), appId, orgId, event.timestampMicros());
    }

    @Override
    public int weight() {
        return weight(raw.length);
    }

    static int weight(int length) {
        return OVERHEAD + 2 * length;
    }
}
