package dev.clacks.writer.store;

/**
 * The shape of an event without what it says: keys, brackets and the words true, false and null stay; every string
 * becomes {@code "..."} and every digit {@code 0}. Bytes that are no JSON come out as nonsense of the same kind, harmless.
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
            } else {
                out.append(plain(b));
                at++;
            }
        }
        return at < raw.length ? out.append(" ...").toString() : out.toString();
    }

    private static char plain(byte b) {
        if (b >= '0' && b <= '9') {
            return '0';
        }
        boolean harmless = "{}[]:,+-. ".indexOf(b) >= 0 || (b >= 'a' && b <= 'z') || b == 'E';
        return harmless ? (char) b : ' ';
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
            boolean word = (raw[i] >= 'a' && raw[i] <= 'z')
                    || (raw[i] >= 'A' && raw[i] <= 'Z')
                    || (raw[i] >= '0' && raw[i] <= '9')
                    || raw[i] == '_'
                    || raw[i] == '-'
                    || raw[i] == '.';
            out.append(word ? (char) raw[i] : '?');
        }
        return out.toString();
    }
}
