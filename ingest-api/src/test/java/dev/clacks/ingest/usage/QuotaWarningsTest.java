package dev.clacks.ingest.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.usage.QuotaWarnings.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class QuotaWarningsTest {

    private static final Month NOVEMBER = Month.of(Instant.parse("2026-11-24T12:00:00Z"));
    private static final Month DECEMBER = Month.of(NOVEMBER.end());
    private static final Tenant ORG = new Tenant("org", null);

    private final QuotaWarnings warnings = new QuotaWarnings();

    @Test
    void eachLevelIsPassedOnce() {
        assertThat(passed(NOVEMBER, 79_999)).isEmpty();
        assertThat(passed(NOVEMBER, 80_000)).containsExactly(80);
        assertThat(passed(NOVEMBER, 80_000)).isEmpty();
        assertThat(passed(NOVEMBER, 99_999)).isEmpty();
        assertThat(passed(NOVEMBER, 100_000)).containsExactly(100);
        assertThat(passed(NOVEMBER, 200_000)).isEmpty();
    }

    @Test
    void aLeapPassesBoth() {
        assertThat(passed(NOVEMBER, 100_001)).containsExactly(80, 100);
    }

    @Test
    void whatIsTakenBackAndComesAgainIsNotPassedAgain() {
        assertThat(passed(NOVEMBER, 80_000)).containsExactly(80);
        assertThat(passed(NOVEMBER, 79_000)).isEmpty();
        assertThat(passed(NOVEMBER, 80_000)).isEmpty();
    }

    @Test
    void anotherMonthAndAnotherLimitBeginAnew() {
        assertThat(passed(NOVEMBER, 100_000)).containsExactly(80, 100);
        assertThat(passed(DECEMBER, 80_000)).containsExactly(80);
        assertThat(levels(DECEMBER, new Usage(80_000, 90_000, DECEMBER.end()))).containsExactly(80);
    }

    @Test
    void tenantsAreApart() {
        Tenant staging = new Tenant("org", "app");
        Usage full = new Usage(1, 1, NOVEMBER.end());
        assertThat(passed(NOVEMBER, 80_000)).containsExactly(80);
        assertThat(warnings.update(NOVEMBER, Map.of(ORG, usage(NOVEMBER, 80_000), staging, full)))
                .containsExactly(
                        new QuotaWarnings.Crossing(staging, 80, full), new QuotaWarnings.Crossing(staging, 100, full));
    }

    private List<Integer> passed(Month month, long used) {
        return levels(month, usage(month, used));
    }

    private List<Integer> levels(Month month, Usage usage) {
        return warnings.update(month, Map.of(ORG, usage)).stream()
                .map(QuotaWarnings.Crossing::percent)
                .toList();
    }

    private static Usage usage(Month month, long used) {
        return new Usage(used, 100_000, month.end());
    }
}
