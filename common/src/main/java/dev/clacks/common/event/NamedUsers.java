package dev.clacks.common.event;

import java.util.List;
import java.util.Set;

/**
 * Whose an event is that may break any rule. An erased user's events must not come back, and nobody else's may go with them,
 * so this is the order:
 *
 * <ol>
 *   <li>{@code user_id} of the event itself, read as JSON: escapes are undone, and what lies deeper does not count. A number
 *       or a boolean stands for its text. Where the key is given twice, both name somebody. What is cut off or broken behind
 *       it does not matter.
 *   <li>Where none can be read (it is missing, misspelt or null, an object or array, broken or cut off) the event is of everybody
 *       whose id stands in it as a whole JSON string, however it is escaped and wherever it stands. It could not be replayed.
 * </ol>
 *
 * So one whose user stood in what was cut off is nobody's, and leaves with the other failed events of its day.
 */
public final class NamedUsers {

    /** The length of an escape by code unit: a backslash, u and four digits. */
    private static final int UNICODE_ESCAPE = 6;

    private final List<String> ids;
    private final String text;

    /**
     * @param ids what {@code user_id} holds; more than one where the key is given twice
     * @param text the event, for where {@code ids} is empty
     */
    NamedUsers(List<String> ids, String text) {
        this.ids = List.copyOf(ids);
        this.text = text;
    }

    /** What {@code user_id} holds; empty where none could be read. */
    List<String> ids() {
        return ids;
    }

    /** Whether the event is one of these users'. Takes time by the length of the event, however many they are. */
    public boolean include(Set<String> userIds) {
        return ids.isEmpty() ? quotes(userIds) : ids.stream().anyMatch(userIds::contains);
    }

    /** No string begins at a quote behind a backslash; so each character is looked at once or twice, whatever stands there. */
    private boolean quotes(Set<String> userIds) {
        int longest = userIds.stream().mapToInt(String::length).max().orElse(0);
        var inside = new StringBuilder();
        for (int quote = text.indexOf('"'); quote >= 0; quote = text.indexOf('"', quote + 1)) {
            boolean begins = quote == 0 || text.charAt(quote - 1) != '\\';
            if (begins && isWhole(quote + 1, longest, inside) && userIds.contains(inside.toString())) {
                return true;
            }
        }
        return false;
    }

    /** Decodes the JSON string whose inside begins at {@code start}; false where it is none, or longer than that. */
    private boolean isWhole(int start, int longest, StringBuilder inside) {
        inside.setLength(0);
        int next = start;
        while (next < text.length() && text.charAt(next) != '"' && inside.length() <= longest) {
            next = decode(next, inside);
        }
        return next < text.length() && text.charAt(next) == '"';
    }

    /** Adds what stands at {@code at}, and returns where the next begins; the end of the text where it is no escape of JSON. */
    private int decode(int at, StringBuilder inside) {
        char first = text.charAt(at);
        if (first != '\\') {
            inside.append(first);
            return at + 1;
        }
        if (at + 1 >= text.length()) {
            return text.length();
        }
        char kind = text.charAt(at + 1);
        if (kind == 'u') {
            int unit = unicode(at + 2);
            inside.append((char) unit);
            return unit < 0 ? text.length() : at + UNICODE_ESCAPE;
        }
        inside.append(
                switch (kind) {
                    case 'b' -> '\b';
                    case 'f' -> '\f';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    case 't' -> '\t';
                    default -> kind;
                });
        return at + 2;
    }

    /** The code unit of four hexadecimal digits; -1 where there are none. */
    private int unicode(int at) {
        if (at + 4 > text.length()) {
            return -1;
        }
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(text.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
