package dev.clacks.common.event;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where the known members of the event scanned last stand. Reused from one event to the next. */
final class Slots {

    private final int[] starts = new int[Member.COUNT];
    private final int[] ends = new int[Member.COUNT];
    private long seen;
    private long present;
    private long timestampMicros;
    private @Nullable UUID eventId;
    private @Nullable UUID otherId;

    void begin() {
        seen = 0;
        present = 0;
        eventId = null;
        otherId = null;
    }

    /** Takes note of a member's key. Whether it is the first such key in the event. */
    boolean see(Member member) {
        long before = seen;
        seen = before | member.bit();
        return seen != before;
    }

    /** Takes note of a member's value, which stands between these offsets; of a string, its inside does. */
    void put(Member member, int start, int end) {
        present |= member.bit();
        starts[member.index()] = start;
        ends[member.index()] = end;
    }

    /** Takes a member's value back: it counts as absent. */
    void drop(Member member) {
        present &= ~member.bit();
    }

    void timestampMicros(long micros) {
        timestampMicros = micros;
    }

    void eventId(@Nullable UUID id) {
        eventId = id;
    }

    void otherId(@Nullable UUID id) {
        otherId = id;
    }

    /** Whether the member has a value: its key was there, and null does not count where it stands for absence. */
    boolean has(Member member) {
        return (present & member.bit()) != 0;
    }

    /** Those of {@code members}, given as bits, that have no value. */
    long missing(long members) {
        return members & ~present;
    }

    int start(Member member) {
        return starts[member.index()];
    }

    int end(Member member) {
        return ends[member.index()];
    }

    /** Microseconds since the epoch; set where the timestamp could be read. */
    long timestampMicros() {
        return timestampMicros;
    }

    /** Which member names the event: {@code id} only where {@code event_id} is absent or null. */
    Member idMember() {
        return has(Member.EVENT_ID) || !has(Member.ID) ? Member.EVENT_ID : Member.ID;
    }

    /** The event's id, or null where none can be read. */
    @Nullable
    UUID id() {
        return idMember() == Member.EVENT_ID ? eventId : otherId;
    }
}
