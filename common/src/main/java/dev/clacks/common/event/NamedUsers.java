package dev.clacks.common.event;

import java.util.List;

/**
 * Whose an event is that may break any rule. An erased user's events must not come back, and nobody else's may go with them,
 * so this is the order:
 *
 * <ol>
 *   <li>{@code user_id} of the event itself, read as JSON: escapes are undone, and what lies deeper does not count. A number
 *       or a boolean stands for its text. Where the key is given twice, both name somebody. What is cut off or broken behind
 *       it does not matter.
 *   <li>Where none can be read (broken or cut off before it, no JSON object, an object or array as its value) the event is
 *       of everybody whose id stands in it as a whole JSON string, however it is escaped and wherever it stands.
 *   <li>An event that can be read and has no {@code user_id}, or null, is nobody's. So is one whose user stood in what was cut
 *       off: nothing tells whose it was. Neither can be replayed, and both leave with the other failed events of their day.
 * </ol>
 *
 * @param ids what {@code user_id} holds; more than one where the key is given twice
 * @param unread the event as text where the second rule applies; else empty
 */
public record NamedUsers(List<String> ids, String unread) {

    static final String NOTHING = "";

    /** The length of an escape by code unit: a backslash, u and four digits. */
    private static final int UNICODE_ESCAPE = 6;

    public NamedUsers {
        ids = List.copyOf(ids);
    }

    /** Whether the event is this user's. */
    public boolean include(String userId) {
        return ids.contains(userId) || quotes(userId);
    }

    private boolean quotes(String userId) {
        for (int quote = unread.indexOf('"'); quote >= 0; quote = unread.indexOf('"', quote + 1)) {
            if (isWhole(userId, quote + 1)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a JSON string whose inside begins at {@code start} is the user's id. */
    private boolean isWhole(String userId, int start) {
        int next = start;
        for (int i = 0; i < userId.length(); i++) {
            int length = lengthIfIs(userId.charAt(i), next);
            if (length == 0) {
                return false;
            }
            next += length;
        }
        return next < unread.length() && unread.charAt(next) == '"';
    }

    /** How many characters stand for that one at {@code at}; 0 where others do. */
    private int lengthIfIs(char expected, int at) {
        if (at >= unread.length()) {
            return 0;
        }
        if (unread.charAt(at) != '\\') {
            return unread.charAt(at) == expected && expected != '"' ? 1 : 0;
        }
        if (at + 1 >= unread.length()) {
            return 0;
        }
        char kind = unread.charAt(at + 1);
        if (kind == 'u') {
            return unicode(at + 2) == expected ? UNICODE_ESCAPE : 0;
        }
        char meant = switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
        return meant == expected ? 2 : 0;
    }

    /** The code unit of four hexadecimal digits; -1 where there are none. */
    private int unicode(int at) {
        if (at + 4 > unread.length()) {
            return -1;
        }
        int unit = 0;
        for (int i = at; i < at + 4; i++) {
            int digit = Character.digit(unread.charAt(i), 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
