package dev.clacks.common.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * The known members of one object, found by key in a few instructions. A key of at most 16 bytes is told exactly by its
 * length and two words, its first and its last eight bytes; all known keys are that short. The table has no collisions: a
 * multiplier that scatters its keys is searched for once. Immutable.
 */
final class MemberTable {

    private static final int LONGEST_KEY = 16;

    /** No longer text can be a known key, whatever escapes it is written with: one of six bytes for each character. */
    static final int LONGEST_ESCAPED_KEY = 6 * LONGEST_KEY;

    private static final int SLOT_BITS = 5;

    private final @Nullable Member[] members = new Member[1 << SLOT_BITS];
    private final long[] heads = new long[1 << SLOT_BITS];
    private final long[] tails = new long[1 << SLOT_BITS];
    private final int[] lengths = new int[1 << SLOT_BITS];
    private final long multiplier;

    private MemberTable(List<Member> known) {
        RandomGenerator odd = RandomGeneratorFactory.of("SplittableRandom").create(1);
        long candidate = odd.nextLong() | 1;
        while (!fill(known, candidate)) {
            candidate = odd.nextLong() | 1;
        }
        multiplier = candidate;
    }

    /** The table of the members of {@code object}. */
    static MemberTable of(Member object) {
        return new MemberTable(Arrays.stream(Member.values())
                .filter(member -> member.parent() == object)
                .toList());
    }

    /** The member whose key these bytes are, or null where it is not a known one. */
    @Nullable
    Member find(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length > LONGEST_KEY) {
            return null;
        }
        long head = length < 8 ? Words.at(bytes, start, length) : Words.at(bytes, start);
        long tail = length < 8 ? 0 : Words.at(bytes, end - 8);
        int slot = slot(head, tail, multiplier);
        return heads[slot] == head && tails[slot] == tail && lengths[slot] == length ? members[slot] : null;
    }

    private boolean fill(List<Member> known, long candidate) {
        Arrays.fill(members, null);
        Arrays.fill(lengths, -1);
        for (Member member : known) {
            byte[] key = member.key().getBytes(StandardCharsets.UTF_8);
            long head = Words.at(key, 0, Math.min(key.length, 8));
            long tail = key.length < 8 ? 0 : Words.at(key, key.length - 8);
            int slot = slot(head, tail, candidate);
            if (key.length > LONGEST_KEY || members[slot] != null) {
                return false;
            }
            members[slot] = member;
            heads[slot] = head;
            tails[slot] = tail;
            lengths[slot] = key.length;
        }
        return true;
    }

    private static int slot(long head, long tail, long multiplier) {
        return (int) (((head + Long.rotateLeft(tail, 29)) * multiplier) >>> (64 - SLOT_BITS));
    }
}
