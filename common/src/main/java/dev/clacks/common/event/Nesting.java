package dev.clacks.common.event;

import java.util.Arrays;

/**
 * The containers that are open around a position, the outermost first: one bit each, so that a body of nothing but opening
 * brackets costs an eighth of its size; for those within the protocol's limit also the number of the object, by which its
 * keys are known.
 */
final class Nesting {

    /** How deep an event may be nested, the event object itself being 1. */
    static final int DEEPEST = 64;

    private static final int WORDS_KEPT = 64;

    private long[] objects = new long[WORDS_KEPT];
    private final int[] numbers = new int[DEEPEST + 1];

    /** Gives back what a hostile text made it grow to; nothing may be open. */
    void giveBack() {
        if (objects.length > WORDS_KEPT) {
            objects = new long[WORDS_KEPT];
        }
    }

    /** Opens an array at {@code depth}. */
    void array(int depth) {
        // In two steps: the table may be another one once there is room.
        int word = word(depth);
        objects[word] &= ~(1L << depth);
    }

    /** Opens an object at {@code depth}; its number is kept where the depth is within the limit. */
    void object(int depth, int number) {
        int word = word(depth);
        objects[word] |= 1L << depth;
        if (depth <= DEEPEST) {
            numbers[depth] = number;
        }
    }

    /** Whether the container at {@code depth} is an object. */
    boolean isObject(int depth) {
        return (objects[depth >> 6] >>> depth & 1) != 0;
    }

    /** The number of the object at {@code depth}; 0 beyond the limit. */
    int number(int depth) {
        return depth <= DEEPEST ? numbers[depth] : 0;
    }

    private int word(int depth) {
        int word = depth >> 6;
        if (word == objects.length) {
            objects = Arrays.copyOf(objects, word * 2);
        }
        return word;
    }
}
