package dev.clacks.ingest.tiers;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** The configured tiers. An organisation of any other tier is treated as {@link #OTHER} says. Immutable, so thread-safe. */
public final class Tiers {

    /** Stands for every tier that is not configured; the table {@code retention_classes} has it too. */
    public static final String OTHER = "*";

    private final Map<String, Tier> byName;
    private final Tier other;

    /** @param byName with an entry {@link #OTHER} */
    public Tiers(Map<String, Tier> byName) {
        this.byName = Map.copyOf(byName);
        this.other = Objects.requireNonNull(byName.get(OTHER), "no tier *");
    }

    /** What holds for an organisation of that tier. */
    public Tier of(String name) {
        return byName.getOrDefault(name, other);
    }

    public boolean configured(String name) {
        return byName.containsKey(name);
    }

    /** All of them by name, {@link #OTHER} first. */
    public SortedMap<String, Tier> byName() {
        return new TreeMap<>(byName);
    }
}
