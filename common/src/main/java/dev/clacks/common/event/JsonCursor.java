package dev.clacks.common.event;

/**
 * The words of JSON: strings, numbers and literals, to the letter of RFC 8259 and in strict UTF-8. Positions go in and come
 * out as offsets; the cursor itself keeps only what it reads from. What is no JSON throws; what is JSON but breaks a rule of
 * the protocol is told to the {@link Verdict}.
 */
final class JsonCursor {

    /** What {@link #at} gives behind the last byte. NUL has no place in JSON, so it fits no expectation. */
    private static final byte NOTHING = 0;

    private static final int MOST_DIGITS = 100;
    private static final int GREATEST_EXPONENT = 400;
    private static final byte[] EMPTY = {};

    private final Verdict verdict;
    private byte[] bytes = EMPTY;
    private int limit;
    private boolean escaped;

    JsonCursor(Verdict verdict) {
        this.verdict = verdict;
    }

    /** Takes the first {@code length} bytes as the text to read. */
    void open(byte[] text, int length) {
        bytes = text;
        limit = length;
    }

    /** Lets go of the text. */
    void close() {
        open(EMPTY, 0);
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the text ends. */
    int limit() {
        return limit;
    }

    /** The byte at {@code i}; NUL behind the end. */
    byte at(int i) {
        return i < limit ? bytes[i] : NOTHING;
    }

    /** The first position from {@code i} on that is no white space. */
    int space(int i) {
        int next = i;
        while (next < limit && bytes[next] <= ' ' && isSpace(bytes[next])) {
            next++;
        }
        return next;
    }

    /** Whether the string read last has an escape in it. */
    boolean escaped() {
        return escaped;
    }

    /** Reads a string from behind its opening quote, and returns where its closing quote stands. */
    int string(int i) throws MalformedJsonException {
        escaped = false;
        int next = i;
        while (next <= limit - 8) {
            int plain = Words.plain(Words.at(bytes, next));
            next += plain;
            if (plain < 8) {
                if (bytes[next] == '"') {
                    return next;
                }
                next = special(next);
            }
        }
        while (next < limit) {
            byte b = bytes[next];
            if (b == '"') {
                return next;
            }
            next = b >= ' ' && b != '\\' ? next + 1 : special(next);
        }
        throw unexpected("a string without an end", limit);
    }

    /** Reads the key's colon, from behind the key, and returns where the value begins. */
    int colon(int i) throws MalformedJsonException {
        int next = at(i) == ':' ? i : space(i);
        if (at(next) != ':') {
            throw unexpected("expected a colon", next);
        }
        return at(next + 1) > ' ' ? next + 1 : space(next + 1);
    }

    /** Reads a value that is neither string, object nor array, and returns its end. */
    int scalar(int i) throws MalformedJsonException {
        return switch (at(i)) {
            case 't' -> literal(i, "true");
            case 'f' -> literal(i, "false");
            case 'n' -> literal(i, "null");
            case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number(i);
            default -> throw unexpected("expected a value", i);
        };
    }

    /** What is wrong and where, for throwing. */
    MalformedJsonException unexpected(String what, int i) {
        return new MalformedJsonException(i >= limit ? "the text ends too early, " + what : what, Math.min(i, limit));
    }

    private int literal(int i, String word) throws MalformedJsonException {
        for (int k = 1; k < word.length(); k++) {
            if (at(i + k) != word.charAt(k)) {
                throw unexpected("expected a value", i);
            }
        }
        return i + word.length();
    }

    private int number(int i) throws MalformedJsonException {
        int first = at(i) == '-' ? i + 1 : i;
        int next = digits(first);
        if (next > first + 1 && at(first) == '0') {
            throw unexpected("a number with a leading zero", first);
        }
        int digits = next - first;
        byte b = at(next);
        if (b == '.') {
            int fraction = next + 1;
            next = digits(fraction);
            digits += next - fraction;
            b = at(next);
        }
        if (digits > MOST_DIGITS) {
            verdict.fault(RejectionCode.NUMBER_OUT_OF_RANGE, "a number may have at most 100 digits");
        }
        return b == 'e' || b == 'E' ? exponent(next + 1) : next;
    }

    private int exponent(int i) throws MalformedJsonException {
        int first = at(i) == '+' || at(i) == '-' ? i + 1 : i;
        int end = digits(first);
        int exponent = 0;
        for (int k = first; k < end && exponent <= GREATEST_EXPONENT; k++) {
            exponent = exponent * 10 + bytes[k] - '0';
        }
        if (exponent > GREATEST_EXPONENT) {
            verdict.fault(RejectionCode.NUMBER_OUT_OF_RANGE, "a number's exponent must lie between -400 and 400");
        }
        return end;
    }

    /** Reads one digit or more. */
    private int digits(int i) throws MalformedJsonException {
        int next = i;
        while (next < limit && bytes[next] >= '0' && bytes[next] <= '9') {
            next++;
        }
        if (next == i) {
            throw unexpected("expected a digit", i);
        }
        return next;
    }

    /** Reads one escape or a run of other characters than ASCII, inside a string, and returns its end. */
    private int special(int i) throws MalformedJsonException {
        if (bytes[i] == '\\') {
            escaped = true;
            return escape(i);
        }
        int next = i;
        while (next < limit && bytes[next] < 0) {
            int length = Utf8.sequence(bytes, next, limit);
            if (length == 0) {
                throw unexpected("malformed UTF-8", next);
            }
            next += length;
        }
        if (next == i) {
            throw unexpected("a control character in a string", i);
        }
        return next;
    }

    private int escape(int i) throws MalformedJsonException {
        return switch (at(i + 1)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> i + 2;
            case 'u' -> unicodeEscape(i);
            default -> throw unexpected("an unknown escape", i + 1);
        };
    }

    private int unicodeEscape(int i) throws MalformedJsonException {
        char unit = unit(i);
        if (Character.isHighSurrogate(unit) && at(i + 6) == '\\' && at(i + 7) == 'u') {
            if (Character.isLowSurrogate(unit(i + 6))) {
                return i + 12;
            }
        }
        if (unit == 0) {
            verdict.fault(RejectionCode.INVALID_UNICODE, "the character U+0000 cannot be stored");
        } else if (Character.isSurrogate(unit)) {
            verdict.fault(RejectionCode.INVALID_UNICODE, "an escaped surrogate must be one of a pair");
        }
        return i + 6;
    }

    /** The UTF-16 unit that the escape of six characters at {@code i} names. */
    private char unit(int i) throws MalformedJsonException {
        for (int k = i + 2; k < i + 6; k++) {
            if (Character.digit((int) at(k), 16) < 0) {
                throw unexpected("an escape without four hexadecimal digits", k);
            }
        }
        return DecodedText.unit(bytes, i + 2);
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
