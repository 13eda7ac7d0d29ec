package dev.clacks.testkit.fault;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** What is to happen, once, to the first reply that contains a pattern. Thread-safe. */
final class ReplyFault {
    private final byte[] pattern;
    private final boolean cuts;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final CompletableFuture<Void> happened = new CompletableFuture<>();

    ReplyFault(byte[] pattern, boolean cuts) {
        if (pattern.length == 0) {
            throw new IllegalArgumentException("An empty pattern is in every reply");
        }
        this.pattern = pattern.clone();
        this.cuts = cuts;
    }

    /** Whether the connection is broken; else it goes dumb. */
    boolean cuts() {
        return cuts;
    }

    CompletableFuture<Void> happened() {
        return happened;
    }

    /** True for the one connection that suffers the fault. */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    boolean isTaken() {
        return taken.get();
    }

    /** A search in the bytes of one connection, which come in pieces. */
    Search search() {
        return new Search();
    }

    /** Remembers the last bytes of the piece before. Not thread-safe. */
    final class Search {
        private byte[] before = new byte[0];

        /**
         * Where in this piece the fault begins, or -1 when the pattern does not end in it. The part of the pattern that came
         * with an earlier piece has been passed on: a reply without its end is no reply either.
         */
        int find(byte[] piece, int length) {
            byte[] text = new byte[before.length + length];
            System.arraycopy(before, 0, text, 0, before.length);
            System.arraycopy(piece, 0, text, before.length, length);
            int at = indexOf(text);
            if (at >= 0) {
                return Math.max(0, at - before.length);
            }
            int kept = Math.min(text.length, pattern.length - 1);
            before = new byte[kept];
            System.arraycopy(text, text.length - kept, before, 0, kept);
            return -1;
        }

        private int indexOf(byte[] text) {
            for (int start = 0; start + pattern.length <= text.length; start++) {
                int matched = 0;
                while (matched < pattern.length && text[start + matched] == pattern[matched]) {
                    matched++;
                }
                if (matched == pattern.length) {
                    return start;
                }
            }
            return -1;
        }
    }
}
