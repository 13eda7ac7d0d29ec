package dev.clacks.writer.store;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The shape of an event without what it says: keys, brackets and the words true, false and null stay; every string becomes
 * {@code "..."}, every digit {@code 0}, and any other word, which no JSON has, a row of {@code x}.
 */
final class Redaction {

    private static final int MOST = 400;
    private static final int KEY = 40;

    private Redaction() {}

    /** At most some hundred characters. */
    static String sample(byte[] raw) {
        var out = new StringBuilder();
        int at = 0;
        while (at < raw.length && out.length() < MOST) {
            byte b = raw[at];
            if (b == '"') {
                int end = endOfString(raw, at);
                out.append('"')
                        .append(isKey(raw, end) ? key(raw, at + 1, end) : "...")
                        .append('"');
                at = end + 1;
            } else if (letter(b)) {
                int end = at;
                while (end < raw.length && letter(raw[end])) {
                    end++;
                }
                out.append(word(new String(raw, at, Math.min(end - at, KEY), US_ASCII)));
                at = end;
            } else {
                out.append(plain(b));
                at++;
            }
        }
        return at < raw.length ? out.append(" ...").toString() : out.toString();
    }

    private static boolean letter(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z');
    }

    private static String word(String word) {
        return switch (word) {
            case "true", "false", "null", "e", "E" -> word;
            default -> "x".repeat(word.length());
        };
    }

    private static char plain(byte b) {
        if (b >= '0' && b <= '9') {
            return '0';
        }
        return "{}[]:,+-.".indexOf(b) >= 0 ? (char) b : ' ';
    }

    private static int endOfString(byte[] raw, int start) {
        for (int i = start + 1; i < raw.length; i++) {
            if (raw[i] == '\\') {
                i++;
            } else if (raw[i] == '"') {
                return i;
            }
        }
        return raw.length;
    }

    private static boolean isKey(byte[] raw, int end) {
        for (int i = end + 1; i < raw.length; i++) {
            if (raw[i] > ' ') {
                return raw[i] == ':';
            }
        }
        return false;
    }

    private static String key(byte[] raw, int from, int to) {
        var out = new StringBuilder();
        for (int i = from; i < Math.min(to, from + KEY); i++) {
            boolean word = letter(raw[i])
                    || (raw[i] >= '0' && raw[i] <= '9')
                    || raw[i] == '_'
                    || raw[i] == '-'
                    || raw[i] == '.';
            out.append(word ? (char) raw[i] : '?');
        }
        return out.toString();
    }
}
