package dev.clacks.ingest.tiers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A tier whose events stay for another time than the configuration says: the table {@code retention_classes} decides.
 *
 * @param configured days that the configuration says
 * @param stored days that the table says, or null where it says nothing, not even for {@link Tiers#OTHER}
 */
public record RetentionDifference(
        String tier, int configured, @Nullable Integer stored) {

    /**
     * All of them, by tier.
     *
     * @param stored the table, days by tier
     */
    public static List<RetentionDifference> between(Tiers tiers, Map<String, Integer> stored) {
        var names = new TreeSet<>(stored.keySet());
        names.addAll(tiers.byName().keySet());
        var differences = new ArrayList<RetentionDifference>();
        for (String name : names) {
            int configured = tiers.of(name).retentionDays();
            Integer there = stored.containsKey(name) ? stored.get(name) : stored.get(Tiers.OTHER);
            if (there == null || there != configured) {
                differences.add(new RetentionDifference(name, configured, there));
            }
        }
        return differences;
    }

    @Override
    public String toString() {
        return tier + ": " + configured + " d configured, " + (stored == null ? "nothing" : stored + " d")
                + " in the table";
    }
}
