package dev.clacks.ingest.auth;

/**
 * One part of a {@link NonceStore}: an open-addressed table of hashes with the second at which each may be forgotten.
 * Expired entries are dropped when the table would have to grow. Thread-safe.
 */
final class NonceSegment {

    private final int capacity;
    private long[] hashes = new long[64];
    private int[] until = new int[64];
    private int size;
    private int rebuilt = Integer.MIN_VALUE;

    NonceSegment(int capacity) {
        this.capacity = capacity;
    }

    synchronized NonceStore.Use use(long hash, int expires, int now) {
        int slot = find(hash);
        if (hashes[slot] == hash) {
            if (until[slot] > now) {
                return NonceStore.Use.REPLAYED;
            }
            until[slot] = expires;
            return NonceStore.Use.FRESH;
        }
        if (size >= capacity || size >= hashes.length / 4 * 3) {
            // a full table is searched for expired entries once a second, not for each that knocks
            if (size < capacity || rebuilt != now) {
                rebuilt = now;
                rebuild(now);
            }
            if (size >= capacity) {
                return NonceStore.Use.FULL;
            }
            slot = find(hash);
        }
        hashes[slot] = hash;
        until[slot] = expires;
        size++;
        return NonceStore.Use.FRESH;
    }

    synchronized void remove(long hash) {
        int slot = find(hash);
        if (hashes[slot] != hash) {
            return;
        }
        size--;
        int mask = hashes.length - 1;
        int hole = slot;
        for (int i = (slot + 1) & mask; hashes[i] != 0; i = (i + 1) & mask) {
            int home = home(hashes[i], mask);
            // an entry may move into the hole unless its home lies behind the hole
            if (((i - home) & mask) >= ((i - hole) & mask)) {
                hashes[hole] = hashes[i];
                until[hole] = until[i];
                hole = i;
            }
        }
        hashes[hole] = 0;
    }

    synchronized boolean holds(long hash, int now) {
        int slot = find(hash);
        return hashes[slot] == hash && until[slot] > now;
    }

    synchronized int size() {
        return size;
    }

    private void rebuild(int now) {
        long[] oldHashes = hashes;
        int[] oldUntil = until;
        int live = 0;
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldHashes[i] != 0 && oldUntil[i] > now) {
                live++;
            }
        }
        int slots = oldHashes.length;
        while (slots / 2 < Math.min(live + 1, capacity)) {
            slots *= 2;
        }
        hashes = new long[slots];
        until = new int[slots];
        size = 0;
        for (int i = 0; i < oldHashes.length; i++) {
            if (oldHashes[i] != 0 && oldUntil[i] > now) {
                int slot = find(oldHashes[i]);
                hashes[slot] = oldHashes[i];
                until[slot] = oldUntil[i];
                size++;
            }
        }
    }

    private int find(long hash) {
        int mask = hashes.length - 1;
        int slot = home(hash, mask);
        while (hashes[slot] != 0 && hashes[slot] != hash) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static int home(long hash, int mask) {
        return (int) hash & mask;
    }
}
