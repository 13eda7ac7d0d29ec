package dev.clacks.common.event;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;

/** The ids of one batch, to find those that come twice. Seeded at random, since clients choose the ids. */
final class IdSet {

    private final long seed = new SecureRandom().nextLong();
    private final int mask;
    private final long[] highs;
    private final long[] lows;
    private final int[] batches;
    private int batch;

    /** A set for at most {@code capacity} ids. */
    IdSet(int capacity) {
        int slots = Integer.highestOneBit(Math.max(capacity, 1)) * 4;
        mask = slots - 1;
        highs = new long[slots];
        lows = new long[slots];
        batches = new int[slots];
    }

    /** Forgets all ids. */
    void begin() {
        batch++;
        if (batch == 0) {
            Arrays.fill(batches, 0);
            batch = 1;
        }
    }

    /** Adds an id; false when it is there already. */
    boolean add(UUID id) {
        long high = id.getMostSignificantBits();
        long low = id.getLeastSignificantBits();
        long mixed = (high ^ seed) * 0x9E37_79B9_7F4A_7C15L;
        mixed = (mixed ^ (mixed >>> 32) ^ low) * (seed | 1);
        int slot = (int) (mixed >>> 32) & mask;
        while (batches[slot] == batch) {
            if (highs[slot] == high && lows[slot] == low) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        batches[slot] = batch;
        highs[slot] = high;
        lows[slot] = low;
        return true;
    }
}
