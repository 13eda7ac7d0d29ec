package dev.clacks.common.event;

import java.util.Arrays;

/** Where the members stand that no column holds, in the order sent. Reused from one event to the next. */
final class Leftovers {

    private static final int MOST_KEPT = 1024;
    private static final Member[] MEMBERS = Member.values();

    private int[] marks = new int[48];
    private int size;

    void begin() {
        if (marks.length > MOST_KEPT) {
            marks = new int[48];
        }
        size = 0;
    }

    /**
     * Takes note of a member, key and value, between these offsets.
     *
     * @param holder the object it stands in; {@link Member#ID} for the member {@code id}, which is left over only where it
     *     does not name the event
     */
    void add(Member holder, int start, int end) {
        if (marks.length < size + 3) {
            marks = Arrays.copyOf(marks, marks.length * 2);
        }
        marks[size] = holder.index();
        marks[size + 1] = start;
        marks[size + 2] = end;
        size += 3;
    }

    int count() {
        return size / 3;
    }

    Member holder(int index) {
        return MEMBERS[marks[index * 3]];
    }

    int start(int index) {
        return marks[index * 3 + 1];
    }

    int end(int index) {
        return marks[index * 3 + 2];
    }
}
