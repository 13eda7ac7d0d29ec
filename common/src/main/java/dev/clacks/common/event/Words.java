package dev.clacks.common.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of an array at a time, as one little-endian number: the first byte in the lowest bits. */
final class Words {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long SPACES = 0x2020_2020_2020_2020L;
    private static final long QUOTES = 0x2222_2222_2222_2222L;
    private static final long BACKSLASHES = 0x5C5C_5C5C_5C5C_5C5CL;

    private Words() {}

    /** The eight bytes at {@code offset}, all of which must lie within the array. */
    static long at(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset);
    }

    /** The first {@code length} bytes (0 to 8) at {@code offset}, padded with zeros; none beyond them need exist. */
    static long at(byte[] bytes, int offset, int length) {
        if (length == 8) {
            return at(bytes, offset);
        }
        if (offset <= bytes.length - 8) {
            return at(bytes, offset) & ((1L << (length * 8)) - 1);
        }
        long word = 0;
        for (int i = 0; i < length; i++) {
            word |= (bytes[offset + i] & 0xFFL) << (i * 8);
        }
        return word;
    }

    /**
     * How many bytes at the front of {@code word} are plain inside a JSON string, that is ASCII without quote, backslash
     * and control characters; 8 when all are.
     *
     * <p>A byte below 0x80 loses against the subtracted one, and so gets its high bit, exactly when it is smaller. The loss
     * borrows from the byte behind it, which may then be marked wrongly; only the first mark is read, and that is right.
     */
    static int plain(long word) {
        long marks = (word | (word - SPACES) | ((word ^ QUOTES) - ONES) | ((word ^ BACKSLASHES) - ONES)) & HIGH_BITS;
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }
}
