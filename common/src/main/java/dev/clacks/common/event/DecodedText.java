package dev.clacks.common.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text of a JSON string that has passed {@link JsonCursor}, with its escapes replaced, as UTF-8. Reused from one string
 * to the next. An unpaired surrogate, which UTF-8 cannot hold, is written as three bytes that stand for nothing else; the
 * event that has one is refused anyway.
 */
final class DecodedText {

    private static final int MOST_KEPT = 4096;

    private static final int LEAST = 64;

    private byte[] bytes = new byte[LEAST];
    private int length;

    /** Replaces the text by that of the string whose inside stands between {@code start} and {@code end}. */
    void decode(byte[] json, int start, int end) {
        if (bytes.length < end - start || bytes.length > Math.max(MOST_KEPT, end - start)) {
            bytes = new byte[end - start];
        }
        length = 0;
        int at = start;
        while (at < end) {
            int backslash = at;
            while (backslash < end && json[backslash] != '\\') {
                backslash++;
            }
            System.arraycopy(json, at, bytes, length, backslash - at);
            length += backslash - at;
            at = backslash < end ? escape(json, backslash) : end;
        }
    }

    /** Keeps no more memory than ordinary strings need; the text is lost. */
    void giveBack() {
        if (bytes.length > MOST_KEPT) {
            bytes = new byte[LEAST];
            length = 0;
        }
    }

    /** The array that holds the text from its first byte on; valid until the next string is decoded. */
    byte[] bytes() {
        return bytes;
    }

    /** The length of the text in bytes. */
    int length() {
        return length;
    }

    /** Whether the text is exactly this one. */
    boolean is(byte[] text) {
        return Arrays.equals(bytes, 0, length, text, 0, text.length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /** The four hexadecimal digits at {@code offset}, known to be such. */
    static char unit(byte[] json, int offset) {
        int value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 4 | Character.digit(json[offset + i], 16);
        }
        return (char) value;
    }

    /** Appends what the escape at {@code backslash} means, and returns where it ends. */
    private int escape(byte[] json, int backslash) {
        byte kind = json[backslash + 1];
        if (kind != 'u') {
            bytes[length++] = switch (kind) {
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                default -> kind;
            };
            return backslash + 2;
        }
        int end = backslash + 6;
        char unit = unit(json, backslash + 2);
        if (Character.isHighSurrogate(unit) && json[end] == '\\' && json[end + 1] == 'u') {
            char low = unit(json, end + 2);
            if (Character.isLowSurrogate(low)) {
                append(Character.toCodePoint(unit, low));
                return end + 6;
            }
        }
        append(unit);
        return end;
    }

    private void append(int codePoint) {
        if (codePoint < 0x80) {
            bytes[length++] = (byte) codePoint;
        } else if (codePoint < 0x800) {
            bytes[length++] = (byte) (0xC0 | codePoint >> 6);
            continuation(codePoint);
        } else if (codePoint < 0x10000) {
            bytes[length++] = (byte) (0xE0 | codePoint >> 12);
            continuation(codePoint >> 6);
            continuation(codePoint);
        } else {
            bytes[length++] = (byte) (0xF0 | codePoint >> 18);
            continuation(codePoint >> 12);
            continuation(codePoint >> 6);
            continuation(codePoint);
        }
    }

    private void continuation(int bits) {
        bytes[length++] = (byte) (0x80 | (bits & 0x3F));
    }
}
