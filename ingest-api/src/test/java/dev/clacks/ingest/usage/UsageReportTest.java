package dev.clacks.ingest.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.tiers.Tier;
import dev.clacks.ingest.tiers.Tiers;
import dev.clacks.ingest.usage.UsageReader.ApplicationUsage;
import dev.clacks.ingest.usage.UsageReport.OfApplication;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class UsageReportTest {

    private static final Month NOVEMBER = Month.of(Instant.parse("2026-11-24T12:00:00Z"));

    private final Quotas quotas = new Quotas(
            new Tiers(Map.of("free", tier(100), "pro", tier(Tier.UNLIMITED_EVENTS), Tiers.OTHER, tier(7))), 10);

    @Test
    void productionApplicationsShareTheirOrganisationsQuotaAndStagingOnesHaveTheirOwn() {
        UsageReport report = report("free", production("a", 60), production("b", 30), staging("c", 4));

        assertThat(report)
                .isEqualTo(new UsageReport(
                        "org",
                        "free",
                        90,
                        100L,
                        10L,
                        Instant.parse("2026-12-01T00:00:00Z"),
                        List.of(
                                new OfApplication("a", false, 60, 100L, 10L),
                                new OfApplication("b", false, 30, 100L, 10L),
                                new OfApplication("c", true, 4, 10L, 6L))));
    }

    @Test
    void whatIsUnlimitedHasNoLimitAndNoRemainder() {
        UsageReport report = report("pro", production("a", 60), staging("c", 12));

        assertThat(report.eventsThisMonth()).isEqualTo(60);
        assertThat(report.eventsLimit()).isNull();
        assertThat(report.eventsRemaining()).isNull();
        assertThat(report.applications())
                .containsExactly(
                        new OfApplication("a", false, 60, null, null), new OfApplication("c", true, 12, 10L, 0L));
    }

    @Test
    void aTierThatIsNotConfiguredHasTheLimitOfAllOthers() {
        assertThat(report("gold", production("a", 2)).eventsRemaining()).isEqualTo(5);
    }

    @Test
    void moreTakenBackThanSentIsNothingSent() {
        UsageReport report = report("free", production("a", -5), staging("c", -1));

        assertThat(report.eventsThisMonth()).isZero();
        assertThat(report.eventsRemaining()).isEqualTo(100);
        assertThat(report.applications())
                .containsExactly(
                        new OfApplication("a", false, 0, 100L, 100L), new OfApplication("c", true, 0, 10L, 10L));
    }

    @Test
    void oneApplicationAloneLeavesTheOrganisationAsItIs() {
        UsageReport one =
                report("free", production("a", 60), production("b", 30)).only("b");

        assertThat(one.eventsThisMonth()).isEqualTo(90);
        assertThat(one.applications()).containsExactly(new OfApplication("b", false, 30, 100L, 10L));
    }

    private UsageReport report(String tier, ApplicationUsage... counted) {
        return UsageReport.of("org", tier, quotas, NOVEMBER, List.of(counted));
    }

    private static ApplicationUsage production(String app, long events) {
        return new ApplicationUsage(app, false, events);
    }

    private static ApplicationUsage staging(String app, long events) {
        return new ApplicationUsage(app, true, events);
    }

    private static Tier tier(long eventsPerMonth) {
        return new Tier(Tier.UNLIMITED_REQUESTS, Tier.UNLIMITED_BYTES, eventsPerMonth, 30, 1000, 10);
    }
}
