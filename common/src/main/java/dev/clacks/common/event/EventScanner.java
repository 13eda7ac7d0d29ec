package dev.clacks.common.event;

import org.jspecify.annotations.Nullable;

/**
 * Scans one event: its grammar, all its rules, and where its members stand. The objects that the protocol names are read in
 * one flat loop, whose keys are compared with the known ones; all other values are walked over.
 */
final class EventScanner {

    /** The greatest length of an event, in bytes: 256 KiB. */
    static final int LONGEST = 256 * 1024;

    private static final Member[] MEMBERS = Member.values();
    private static final MemberTable[] TABLES = tables();
    private static final long REQUIRED = required();

    private final JsonCursor json;
    private final Verdict verdict;
    private final ValueWalker walker;
    private final DecodedText text;
    private final Slots slots = new Slots();
    private final MemberReader reader;
    private final @Nullable Leftovers leftovers;
    private int keyEnd;

    /**
     * A scanner of the text that {@code json} is opened on; the parts must be wired to each other.
     *
     * @param leftovers where to take note of the members that no column holds; null where nobody asks
     */
    EventScanner(
            JsonCursor json, Verdict verdict, ValueWalker walker, DecodedText text, @Nullable Leftovers leftovers) {
        this.json = json;
        this.verdict = verdict;
        this.walker = walker;
        this.text = text;
        this.reader = new MemberReader(json, verdict, walker, text, slots);
        this.leftovers = leftovers;
    }

    /** Where the members of the event scanned last stand. */
    Slots slots() {
        return slots;
    }

    /** Scans the event whose opening brace stands at {@code start}, and returns its end. The verdict is then reached. */
    int scan(int start, FieldRules rules) throws MalformedJsonException {
        verdict.begin();
        slots.begin();
        walker.begin(start + LONGEST);
        if (leftovers != null) {
            leftovers.begin();
        }
        int end = members(start + 1, rules);
        if (verdict.checking()) {
            complete();
        }
        if (end - start > LONGEST) {
            verdict.overrule(RejectionCode.EVENT_TOO_LARGE, "an event may have 262144 bytes at most");
        }
        verdict.stop();
        return end;
    }

    /** Reads the members from behind the event's opening brace, and returns the event's end. */
    private int members(int i, FieldRules rules) throws MalformedJsonException {
        int event = walker.newObject();
        Member in = Member.WHOLE;
        int object = event;
        int opened = 0;
        int next = json.space(i);
        if (json.at(next) == '}') {
            return next + 1;
        }
        while (true) {
            int start = next;
            verdict.near(in);
            Member member = key(start, in, object);
            next = json.colon(keyEnd + 1);
            if (member == null) {
                next = walker.walk(next, in == Member.WHOLE ? 1 : 2);
                leave(in, start, next);
            } else if (member.isObject() && json.at(next) == '{' && verdict.checking()) {
                slots.put(member, next, next);
                in = member;
                object = walker.newObject();
                opened = start;
                next = json.space(next + 1);
                if (json.at(next) != '}') {
                    continue;
                }
            } else {
                verdict.near(member);
                next = reader.read(member, next, rules);
                leaveKnown(member, start, next);
            }
            // A value has ended, or an empty object is about to: go on to the next key.
            while (true) {
                next = json.space(next);
                byte after = json.at(next);
                next++;
                if (after == ',') {
                    next = json.space(next);
                    break;
                }
                if (after != '}') {
                    throw json.unexpected("expected a comma or the end of the object", next - 1);
                }
                if (in == Member.WHOLE) {
                    return next;
                }
                leaveKnown(in, opened, next);
                in = Member.WHOLE;
                object = event;
            }
        }
    }

    /** Reads the key that begins at {@code i}; the known member it names, or null where it is unknown or given twice. */
    private @Nullable Member key(int i, Member in, int object) throws MalformedJsonException {
        if (json.at(i) != '"') {
            throw json.unexpected("expected a key", i);
        }
        int start = i + 1;
        keyEnd = json.string(start);
        Member member;
        if (json.escaped() && keyEnd - start > MemberTable.LONGEST_ESCAPED_KEY) {
            member = null;
        } else if (json.escaped()) {
            text.decode(json.bytes(), start, keyEnd);
            member = TABLES[in.index()].find(text.bytes(), 0, text.length());
        } else {
            member = TABLES[in.index()].find(json.bytes(), start, keyEnd);
        }
        if (member == null) {
            walker.key(object, start, keyEnd);
        } else if (!slots.see(member)) {
            verdict.fault(RejectionCode.DUPLICATE_KEY, member, "the event has the key " + member.path() + " twice");
            return null;
        }
        return member;
    }

    private void leave(Member holder, int start, int end) {
        if (leftovers != null && holder != Member.METADATA) {
            leftovers.add(holder, start, end);
        }
    }

    private void leaveKnown(Member member, int start, int end) {
        if (member == Member.METADATA) {
            leave(Member.WHOLE, start, end);
        } else if (member == Member.ID) {
            leave(Member.ID, start, end);
        }
    }

    /** Looks for what only the whole event can tell: a missing id or another missing member. */
    private void complete() {
        Member id = slots.idMember();
        long missing = slots.missing(REQUIRED);
        if (slots.id() != null) {
            missing &= ~Member.EVENT_ID.bit();
        } else {
            missing |= Member.EVENT_ID.bit();
        }
        if (missing != 0) {
            Member first = MEMBERS[Long.numberOfTrailingZeros(missing)];
            Member named = first == Member.EVENT_ID ? id : first;
            verdict.fault(named.code(), named, FieldRules.expectation(named));
        }
    }

    private static MemberTable[] tables() {
        MemberTable[] tables = new MemberTable[MEMBERS.length];
        for (Member member : MEMBERS) {
            tables[member.index()] = MemberTable.of(member);
        }
        return tables;
    }

    private static long required() {
        long bits = 0;
        for (Member member : MEMBERS) {
            bits |= member.isRequired() ? member.bit() : 0;
        }
        return bits;
    }
}
