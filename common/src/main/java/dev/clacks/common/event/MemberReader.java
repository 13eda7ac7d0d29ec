package dev.clacks.common.event;

/**
 * Reads the value of one known member, and tells the {@link Verdict} where it is not what the protocol says. The ids are
 * read even after a fault, so that the answer can name the event.
 */
final class MemberReader {

    private final JsonCursor json;
    private final Verdict verdict;
    private final ValueWalker walker;
    private final DecodedText text;
    private final Slots slots;

    MemberReader(JsonCursor json, Verdict verdict, ValueWalker walker, DecodedText text, Slots slots) {
        this.json = json;
        this.verdict = verdict;
        this.walker = walker;
        this.text = text;
        this.slots = slots;
    }

    /** Reads the value that begins at {@code i}, and returns its end. */
    int read(Member member, int i, FieldRules rules) throws MalformedJsonException {
        byte first = json.at(i);
        if (first == '"') {
            int end = json.string(i + 1);
            string(member, i + 1, end, rules);
            return end + 1;
        }
        int depth = member.parent() == Member.WHOLE ? 1 : 2;
        int end = walker.walk(i, depth);
        switch (member.shape()) {
            case ANY -> slots.put(member, i, end);
            case LOOSE_OBJECT, LOOSE_TEXT -> {}
            case EVENT_ID, OTHER_ID -> {
                if (first != 'n') {
                    slots.put(member, i, end);
                    wrongUnless(member, member == Member.ID);
                }
            }
            case OPTIONAL_TEXT, OPTIONAL_OBJECT -> {
                if (first != 'n') {
                    wrong(member);
                }
            }
            case OPTIONAL_BOOLEAN -> {
                if (first == 't' || first == 'f') {
                    slots.put(member, i, end);
                } else if (first != 'n') {
                    wrong(member);
                }
            }
            case SCHEMA_VERSION, TIMESTAMP, USER_ID, TEXT, OBJECT -> wrong(member);
        }
        return end;
    }

    /** Takes the string whose inside stands between these offsets. */
    private void string(Member member, int start, int end, FieldRules rules) {
        slots.put(member, start, end);
        boolean isId = member == Member.EVENT_ID || member == Member.ID;
        if ((!verdict.checking() && !isId) || end - start > EventScanner.LONGEST) {
            // Nothing is asked any more, or the event is refused for its size: no copy of a huge text is made on the
            // way.
            return;
        }
        if (member.shape() == Member.Shape.ANY) {
            slots.put(member, start - 1, end + 1);
            return;
        }
        byte[] bytes = json.bytes();
        int from = start;
        int to = end;
        if (json.escaped()) {
            text.decode(bytes, start, end);
            bytes = text.bytes();
            from = 0;
            to = text.length();
        }
        switch (member.shape()) {
            case TEXT -> wrongUnless(member, to > from && FieldRules.within(member.longest(), bytes, from, to));
            case OPTIONAL_TEXT -> wrongUnless(member, FieldRules.within(member.longest(), bytes, from, to));
            case USER_ID ->
                wrongUnless(
                        member,
                        to > from
                                && FieldRules.within(member.longest(), bytes, from, to)
                                && rules.userId(bytes, from, to));
            case SCHEMA_VERSION -> wrongUnless(member, FieldRules.schemaVersion(bytes, from, to));
            case EVENT_ID -> {
                slots.eventId(CanonicalUuid.parse(bytes, from, to));
                wrongUnless(member, slots.id() != null);
            }
            case OTHER_ID -> slots.otherId(CanonicalUuid.parse(bytes, from, to));
            case TIMESTAMP -> timestamp(member, Rfc3339.parse(bytes, from, to), rules);
            case LOOSE_TEXT -> {
                if (!FieldRules.within(member.longest(), bytes, from, to)) {
                    slots.drop(member);
                }
            }
            case ANY, LOOSE_OBJECT -> {}
            case OPTIONAL_BOOLEAN, OBJECT, OPTIONAL_OBJECT -> wrong(member);
        }
    }

    private void timestamp(Member member, long micros, FieldRules rules) {
        if (micros == Rfc3339.INVALID) {
            wrong(member);
        } else if (!rules.inRange(micros)) {
            verdict.fault(
                    RejectionCode.TIMESTAMP_OUT_OF_RANGE, member, "timestamp lies too far in the past or the future");
        }
        slots.timestampMicros(micros);
    }

    private void wrongUnless(Member member, boolean right) {
        if (!right) {
            wrong(member);
        }
    }

    private void wrong(Member member) {
        if (verdict.checking()) {
            verdict.fault(member.code(), member, FieldRules.expectation(member));
        }
    }
}
