package dev.clacks.common.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads whose an event is out of bytes that may break any rule, be cut off or be no JSON at all. Not thread-safe. It keeps
 * no reference to an event.
 */
public final class UserIdReader {

    private static final byte[] KEY = Member.USER_ID.key().getBytes(StandardCharsets.UTF_8);

    /** Never begun: the grammar matters, the rules do not. */
    private final Verdict verdict = new Verdict();

    private final JsonCursor json = new JsonCursor(verdict);
    private final DecodedText text = new DecodedText();
    private final ValueWalker walker = new ValueWalker(json, verdict, text);

    /** A reader for one thread. */
    public UserIdReader() {}

    /** Who is named by the event, as far as it can be read. */
    public NamedUsers read(byte[] event) {
        List<String> ids = new ArrayList<>(1);
        json.open(event, event.length);
        walker.begin(0);
        try {
            members(ids);
        } catch (MalformedJsonException e) {
            // What was read before holds, and where that is nothing NamedUsers looks for itself.
        } finally {
            json.close();
        }
        return new NamedUsers(ids, ids.isEmpty() ? new String(event, StandardCharsets.UTF_8) : "");
    }

    /** Reads the object that the text begins with. */
    private void members(List<String> ids) throws MalformedJsonException {
        int next = json.space(0);
        if (json.at(next) != '{') {
            throw json.unexpected("expected an object", next);
        }
        next = json.space(next + 1);
        if (json.at(next) == '}') {
            return;
        }
        while (true) {
            if (json.at(next) != '"') {
                throw json.unexpected("expected a key", next);
            }
            int end = json.string(next + 1);
            boolean ofUser = isKey(next + 1, end);
            next = json.colon(end + 1);
            next = json.space(ofUser ? id(next, ids) : walker.walk(next, 1));
            if (json.at(next) == '}') {
                return;
            }
            if (json.at(next) != ',') {
                throw json.unexpected("expected a comma or the end of the object", next);
            }
            next = json.space(next + 1);
        }
    }

    private boolean isKey(int start, int end) {
        if (end - start > MemberTable.LONGEST_ESCAPED_KEY) {
            return false;
        }
        text.decode(json.bytes(), start, end);
        return text.is(KEY);
    }

    /** Reads the value that begins at {@code start}, and returns its end. */
    private int id(int start, List<String> ids) throws MalformedJsonException {
        byte first = json.at(start);
        if (first == '"') {
            int end = json.string(start + 1);
            text.decode(json.bytes(), start + 1, end);
            ids.add(text.toString());
            return end + 1;
        }
        int end = walker.walk(start, 1);
        boolean cut = end == json.limit(); // a number that ends with the text may go on
        if (first != '{' && first != '[' && first != 'n' && !cut) {
            ids.add(new String(json.bytes(), start, end - start, StandardCharsets.UTF_8));
        }
        return end;
    }
}
