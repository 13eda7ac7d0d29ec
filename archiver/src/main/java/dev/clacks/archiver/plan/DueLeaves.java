package dev.clacks.archiver.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which leaves are past their class's days. */
public final class DueLeaves {

    private DueLeaves() {}

    /**
     * The leaves whose every event is older than the class's days, oldest day first.
     *
     * @param afterDays counts instead of the class's days; null: the class's
     */
    public static List<Leaf> of(List<Leaf> attached, Instant now, @Nullable Integer afterDays) {
        return attached.stream()
                .filter(leaf -> !now.isBefore(dueAt(leaf, afterDays)))
                .sorted(Comparator.comparing(Leaf::day)
                        .thenComparingInt(Leaf::retentionDays)
                        .thenComparing(Leaf::name))
                .toList();
    }

    /** When the youngest event that the leaf may hold has reached the age. */
    public static Instant dueAt(Leaf leaf, @Nullable Integer afterDays) {
        return leaf.upper().plus(Duration.ofDays(afterDays == null ? leaf.retentionDays() : afterDays));
    }
}
