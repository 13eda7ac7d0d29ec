package dev.clacks.ingest.tiers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class RetentionDifferenceTest {

    private final Tiers tiers = new Tiers(Map.of("free", tier(30), "pro", tier(90), Tiers.OTHER, tier(90)));

    @Test
    void aTableThatSaysTheSameDoesNotDiffer() {
        assertThat(RetentionDifference.between(tiers, Map.of("free", 30, "pro", 90, "*", 90)))
                .isEmpty();
    }

    @Test
    void aTierWithoutARowHasTheRetentionOfAllOthers() {
        assertThat(RetentionDifference.between(tiers, Map.of("free", 30, "*", 90)))
                .isEmpty();
        assertThat(RetentionDifference.between(tiers, Map.of("pro", 90, "*", 90)))
                .containsExactly(new RetentionDifference("free", 30, 90));
    }

    @Test
    void aRowOfNoConfiguredTierIsComparedToAllOthers() {
        assertThat(RetentionDifference.between(tiers, Map.of("free", 30, "*", 90, "gold", 365, "silver", 90)))
                .containsExactly(new RetentionDifference("gold", 90, 365));
    }

    @Test
    void anEmptyTableDiffersInEverything() {
        assertThat(RetentionDifference.between(tiers, Map.of())).hasSize(3);
        assertThat(RetentionDifference.between(tiers, Map.of()).getFirst())
                .hasToString("*: 90 d configured, nothing in the table");
    }

    private static Tier tier(int days) {
        return new Tier(Tier.UNLIMITED_REQUESTS, Tier.UNLIMITED_BYTES, Tier.UNLIMITED_EVENTS, days, 1000, 10);
    }
}
