package dev.clacks.common.event;

import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A UUID in its canonical text form: 8-4-4-4-12 hexadecimal digits of any case, and nothing around them. */
final class CanonicalUuid {

    private static final int LENGTH = 36;
    private static final byte[] DIGITS = digits();

    private CanonicalUuid() {}

    /** The UUID that the bytes from {@code start} to {@code end} spell, or null where they spell none. */
    static @Nullable UUID parse(byte[] text, int start, int end) {
        if (end - start != LENGTH
                || text[start + 8] != '-'
                || text[start + 13] != '-'
                || text[start + 18] != '-'
                || text[start + 23] != '-') {
            return null;
        }
        long a = four(text, start);
        long b = four(text, start + 4);
        long c = four(text, start + 9);
        long d = four(text, start + 14);
        long e = four(text, start + 19);
        long f = four(text, start + 24);
        long g = four(text, start + 28);
        long h = four(text, start + 32);
        if ((a | b | c | d | e | f | g | h) < 0) {
            return null;
        }
        return new UUID(a << 48 | b << 32 | c << 16 | d, e << 48 | f << 32 | g << 16 | h);
    }

    /** The value of four digits; negative where one of them is none. */
    private static int four(byte[] text, int offset) {
        return DIGITS[text[offset] & 0xFF] << 12
                | DIGITS[text[offset + 1] & 0xFF] << 8
                | DIGITS[text[offset + 2] & 0xFF] << 4
                | DIGITS[text[offset + 3] & 0xFF];
    }

    private static byte[] digits() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        for (char c = 0; c < 128; c++) {
            values[c] = (byte) Character.digit(c, 16);
        }
        return values;
    }
}
