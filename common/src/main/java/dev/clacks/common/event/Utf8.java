package dev.clacks.common.event;

/**
 * UTF-8 to the letter: no overlong forms, no surrogates, nothing above U+10FFFF. The database refuses those, and common
 * JSON parsers let them pass.
 */
final class Utf8 {

    private Utf8() {}

    /**
     * The length of the sequence of several bytes at {@code offset}.
     *
     * @param limit where the text ends; no byte from there on is read
     * @return 2 to 4, or 0 where no such sequence begins
     */
    static int sequence(byte[] bytes, int offset, int limit) {
        int first = bytes[offset] & 0xFF;
        if (first >= 0xC2 && first <= 0xDF) {
            return follows(bytes, offset + 1, limit, 0x80, 0xBF) ? 2 : 0;
        }
        if (first >= 0xE0 && first <= 0xEF) {
            int least = first == 0xE0 ? 0xA0 : 0x80;
            int most = first == 0xED ? 0x9F : 0xBF;
            return follows(bytes, offset + 1, limit, least, most) && follows(bytes, offset + 2, limit, 0x80, 0xBF)
                    ? 3
                    : 0;
        }
        if (first >= 0xF0 && first <= 0xF4) {
            int least = first == 0xF0 ? 0x90 : 0x80;
            int most = first == 0xF4 ? 0x8F : 0xBF;
            return follows(bytes, offset + 1, limit, least, most)
                            && follows(bytes, offset + 2, limit, 0x80, 0xBF)
                            && follows(bytes, offset + 3, limit, 0x80, 0xBF)
                    ? 4
                    : 0;
        }
        return 0;
    }

    /** The number of code points in well-formed text: its bytes, those inside a sequence left out. */
    static int codePoints(byte[] bytes, int start, int end) {
        int count = 0;
        for (int i = start; i < end; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }

    private static boolean follows(byte[] bytes, int offset, int limit, int least, int most) {
        if (offset >= limit) {
            return false;
        }
        int value = bytes[offset] & 0xFF;
        return value >= least && value <= most;
    }
}
