package dev.clacks.common.event;

/**
 * Walks over a JSON value of any kind without recursion, and tells the {@link Verdict} of what no event may hold at any
 * depth: keys given twice, and too deep nesting (the {@link JsonCursor} tells of strings and numbers). While the verdict is
 * not interested, only the grammar is checked.
 */
final class ValueWalker {

    private final JsonCursor json;
    private final Verdict verdict;
    private final DecodedText text;
    private final KeySet keys = new KeySet();
    private final Nesting nesting = new Nesting();

    /** Where the keys stop being remembered, since the event is refused for its size anyway. */
    private int keysEnd;

    ValueWalker(JsonCursor json, Verdict verdict, DecodedText text) {
        this.json = json;
        this.verdict = verdict;
        this.text = text;
    }

    /** Forgets all keys; those up to {@code keysEnd} are compared from now on. */
    void begin(int keysEnd) {
        this.keysEnd = keysEnd;
        keys.begin();
        nesting.giveBack();
    }

    /** Gives back what large texts made the tables grow to: one that waits for its next text holds little. */
    void end() {
        keys.giveBack();
        nesting.giveBack();
        text.giveBack();
    }

    /** The number of an object that begins. */
    int newObject() {
        return keys.newObject();
    }

    /** Takes note of the key that was read last, of the object with this number. */
    void key(int object, int start, int end) {
        if (end > keysEnd) {
            verdict.stop();
        }
        if (verdict.checking() && !isNew(object, start, end)) {
            verdict.fault(RejectionCode.DUPLICATE_KEY, "an object has the same key twice");
        }
    }

    /**
     * Walks over the value that begins at {@code i}.
     *
     * @param outer how many containers of the event are open around it
     * @return its end
     */
    int walk(int i, int outer) throws MalformedJsonException {
        int depth = outer;
        boolean inObject = false;
        int object = 0;
        int next = i;
        while (true) {
            byte b = json.at(next);
            if (b == '"') {
                next = json.string(next + 1) + 1;
            } else if (b == '{') {
                depth = deeper(depth);
                object = newObject();
                inObject = true;
                nesting.object(depth, object);
                next = json.space(next + 1);
                if (json.at(next) != '}') {
                    next = member(next, object);
                    continue;
                }
            } else if (b == '[') {
                depth = deeper(depth);
                inObject = false;
                nesting.array(depth);
                next = json.space(next + 1);
                if (json.at(next) != ']') {
                    continue;
                }
            } else {
                next = json.scalar(next);
            }
            // A value has ended, or an empty container is about to: close what ends here.
            while (true) {
                if (depth == outer) {
                    return next;
                }
                next = json.space(next);
                byte after = json.at(next);
                next++;
                if (after == ',') {
                    next = json.space(next);
                    break;
                }
                if (after != (inObject ? '}' : ']')) {
                    throw json.unexpected("expected a comma or the end of the container", next - 1);
                }
                depth--;
                if (depth > outer) {
                    inObject = nesting.isObject(depth);
                    object = nesting.number(depth);
                }
            }
            if (inObject) {
                next = member(next, object);
            }
        }
    }

    /** Reads a key and its colon, and returns where the value begins. */
    private int member(int i, int object) throws MalformedJsonException {
        if (json.at(i) != '"') {
            throw json.unexpected("expected a key", i);
        }
        int end = json.string(i + 1);
        key(object, i + 1, end);
        return json.colon(end + 1);
    }

    private boolean isNew(int object, int start, int end) {
        if (json.escaped()) {
            text.decode(json.bytes(), start, end);
            return keys.addDecoded(object, json.bytes(), text);
        }
        return keys.add(object, json.bytes(), start, end);
    }

    private int deeper(int depth) {
        if (depth == Nesting.DEEPEST) {
            verdict.fault(RejectionCode.INVALID_SCHEMA, "an event may be nested 64 levels deep at most");
        }
        return depth + 1;
    }
}
