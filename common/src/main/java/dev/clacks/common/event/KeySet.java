package dev.clacks.common.event;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The keys seen in the objects of one event, to find those given twice. One hash table serves all objects, each key being
 * stored with the number of its object; its slots bear the number of the event, so that the next event begins without a
 * sweep. The hash is seeded at random, so that nobody can choose keys that collide. Memory is linear in the number of keys
 * (3 MiB at most, for an event of 256 KiB), and what a large event needed is given back at the next one, or at the end.
 */
final class KeySet {

    private static final int LEAST_SLOTS = 128;
    private static final int MOST_SLOTS_KEPT = 2048;
    private static final int MOST_DECODED_KEPT = 4096;
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private final long seed;
    private final long secondSeed;

    private int event;
    private int[] events = new int[LEAST_SLOTS];
    private long[] hashes = new long[LEAST_SLOTS];
    private int[] objects = new int[LEAST_SLOTS];
    /** Where the key's text begins: in the event's own bytes, or, complemented, in {@link #decoded}. */
    private int[] starts = new int[LEAST_SLOTS];

    private int[] lengths = new int[LEAST_SLOTS];
    private int size;
    private int objectCount;

    private byte[] decoded = new byte[0];
    private int decodedLength;

    KeySet() {
        SecureRandom random = new SecureRandom();
        seed = random.nextLong();
        secondSeed = random.nextLong() | 1;
    }

    /** Forgets all keys. */
    void begin() {
        giveBack();
        event++;
        if (event == 0) {
            Arrays.fill(events, 0);
            event = 1;
        }
        size = 0;
        objectCount = 0;
        decodedLength = 0;
    }

    /** Keeps no more memory than ordinary events need; the keys are lost, so {@link #begin} comes before the next one. */
    void giveBack() {
        if (events.length > MOST_SLOTS_KEPT) {
            allocate(LEAST_SLOTS);
        }
        if (decoded.length > MOST_DECODED_KEPT) {
            decoded = new byte[0];
        }
    }

    /** The number of an object that begins. */
    int newObject() {
        return ++objectCount;
    }

    /**
     * Adds a key written without escapes.
     *
     * @param bytes the event's bytes, the same array for all keys of an event
     * @return false when the object has it already
     */
    boolean add(int object, byte[] bytes, int start, int end) {
        int length = end - start;
        return insert(object, hash(object, bytes, start, length), bytes, bytes, start, start, length);
    }

    /** Adds a key written with escapes, given decoded; {@code bytes} are the event's, as above. */
    boolean addDecoded(int object, byte[] bytes, DecodedText key) {
        int length = key.length();
        if (decoded.length - decodedLength < length) {
            decoded = Arrays.copyOf(decoded, Math.max(decoded.length * 2, decodedLength + length));
        }
        int start = decodedLength;
        System.arraycopy(key.bytes(), 0, decoded, start, length);
        decodedLength += length;
        return insert(object, hash(object, decoded, start, length), bytes, decoded, start, ~start, length);
    }

    private boolean insert(int object, long hash, byte[] bytes, byte[] source, int start, int storedStart, int length) {
        int mask = events.length - 1;
        int slot = (int) hash & mask;
        while (events[slot] == event) {
            if (hashes[slot] == hash && objects[slot] == object && holds(slot, bytes, source, start, length)) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        put(slot, hash, object, storedStart, length);
        size++;
        if (size > events.length / 2) {
            grow();
        }
        return true;
    }

    private boolean holds(int slot, byte[] bytes, byte[] source, int start, int length) {
        boolean isDecoded = starts[slot] < 0;
        byte[] stored = isDecoded ? decoded : bytes;
        int storedStart = isDecoded ? ~starts[slot] : starts[slot];
        return lengths[slot] == length
                && Arrays.equals(stored, storedStart, storedStart + length, source, start, start + length);
    }

    private void put(int slot, long hash, int object, int start, int length) {
        events[slot] = event;
        hashes[slot] = hash;
        objects[slot] = object;
        starts[slot] = start;
        lengths[slot] = length;
    }

    private void grow() {
        int[] oldEvents = events;
        long[] oldHashes = hashes;
        int[] oldObjects = objects;
        int[] oldStarts = starts;
        int[] oldLengths = lengths;
        allocate(oldEvents.length * 2);
        int mask = events.length - 1;
        for (int old = 0; old < oldEvents.length; old++) {
            if (oldEvents[old] == event) {
                int slot = (int) oldHashes[old] & mask;
                while (events[slot] == event) {
                    slot = (slot + 1) & mask;
                }
                put(slot, oldHashes[old], oldObjects[old], oldStarts[old], oldLengths[old]);
            }
        }
    }

    private void allocate(int slots) {
        events = new int[slots];
        hashes = new long[slots];
        objects = new int[slots];
        starts = new int[slots];
        lengths = new int[slots];
    }

    private long hash(int object, byte[] bytes, int start, int length) {
        long hash = fold(seed ^ ((long) object << 32 | length), MULTIPLIER);
        int at = start;
        int left = length;
        while (left > 8) {
            hash = fold(hash ^ Words.at(bytes, at), secondSeed);
            at += 8;
            left -= 8;
        }
        return fold(hash ^ Words.at(bytes, at, left), secondSeed);
    }

    /** Both halves of the full product laid over each other: each bit of the result depends on all bits of both. */
    private static long fold(long value, long multiplier) {
        return Math.multiplyHigh(value, multiplier) ^ (value * multiplier);
    }
}
