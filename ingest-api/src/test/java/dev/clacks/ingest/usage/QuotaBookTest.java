package dev.clacks.ingest.usage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.tiers.Tier;
import dev.clacks.ingest.tiers.Tiers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class QuotaBookTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Instant NEXT = Instant.parse("2026-12-01T00:00:00Z");

    private final KnownApplication one = application("org", "one", "free", false);
    private final KnownApplication two = application("org", "two", "free", false);
    private final KnownApplication staging = application("org", "trial", "free", true);
    private final KnownApplication rich = application("rich", "three", "pro", false);
    private final KnownApplication richStaging = application("rich", "four", "pro", true);
    private final KnownApplication strange = application("strange", "five", "gold", false);
    private final List<KnownApplication> all = List.of(one, two, staging, rich, richStaging, strange);

    private final QuotaBook book = new QuotaBook(new Quotas(
            new Tiers(Map.of("free", tier(100), "pro", tier(Tier.UNLIMITED_EVENTS), Tiers.OTHER, tier(7))), 10));

    @Test
    void beforeAnythingWasReadNothingIsUsed() {
        assertThat(book.known()).isFalse();
        assertThat(book.of(one, NOW)).isEqualTo(new Usage(0, 100, NEXT));
        assertThat(book.of(staging, NOW)).isEqualTo(new Usage(0, 10, NEXT));
    }

    @Test
    void onlyWhoHasAQuotaIsAskedFor() {
        assertThat(book.limited(all)).containsExactly(one, two, staging, richStaging, strange);
        assertThat(book.of(rich, NOW)).isNull();
    }

    @Test
    void productionApplicationsShareTheirOrganisationsQuotaAndStagingOnesHaveTheirOwn() {
        read(Map.of("one", 60L, "two", 39L, "trial", 9L, "four", 10L));
        assertThat(book.of(one, NOW)).isEqualTo(new Usage(99, 100, NEXT));
        assertThat(book.of(two, NOW)).isEqualTo(new Usage(99, 100, NEXT));
        assertThat(book.of(staging, NOW)).isEqualTo(new Usage(9, 10, NEXT));
        assertThat(usage(richStaging).exhausted()).isTrue();
        assertThat(book.of(strange, NOW)).isEqualTo(new Usage(0, 7, NEXT));
    }

    @Test
    void aQuotaIsExhaustedAtItsLimitAndNotBefore() {
        read(Map.of("one", 60L, "two", 39L));
        assertThat(usage(one).exhausted()).isFalse();
        assertThat(usage(one).remaining()).isEqualTo(1);
        read(Map.of("one", 60L, "two", 40L));
        assertThat(usage(one).exhausted()).isTrue();
        assertThat(usage(one).remaining()).isZero();
        read(Map.of("one", 1060L));
        assertThat(usage(one).exhausted()).isTrue();
        assertThat(usage(one).remaining()).isZero();
    }

    @Test
    void aNewMonthBeginsWithNothingUsedThoughNothingWasRead() {
        read(Map.of("one", 100L));
        assertThat(usage(one).exhausted()).isTrue();
        assertThat(book.of(one, NEXT.minusNanos(1))).isEqualTo(new Usage(100, 100, NEXT));
        assertThat(book.of(one, NEXT)).isEqualTo(new Usage(0, 100, Instant.parse("2027-01-01T00:00:00Z")));
    }

    @Test
    void moreTakenBackThanSentLeavesTheWholeQuota() {
        read(Map.of("one", -5L));
        assertThat(usage(one).remaining()).isEqualTo(100);
    }

    @Test
    void whatIsReadOfSomeHoldsAtOnceAndTheOthersStayAsTheyWere() {
        read(Map.of("one", 60L, "two", 39L, "trial", 9L));
        book.read(Month.of(NOW), List.of(one), Map.of("one", 61L));
        assertThat(usage(two).used()).isEqualTo(100);
        assertThat(usage(staging).used()).isEqualTo(9);
    }

    @Test
    void whoIsGoneCountsForNobody() {
        read(Map.of("one", 60L, "two", 39L, "trial", 9L));
        book.ended(List.of(one), true);
        assertThat(usage(one).used()).isEqualTo(60);
        assertThat(usage(staging).used()).isZero();
    }

    @Test
    void untilAllWasReadOnlyThoseAreKnownOfWhomItWas() {
        book.read(Month.of(NOW), List.of(one, staging), Map.of());
        book.ended(all, false);
        assertThat(book.known(staging)).isTrue();
        assertThat(book.known(one)).isTrue();
        assertThat(book.known(two)).isFalse();
        assertThat(book.known()).isFalse();
    }

    private Usage usage(KnownApplication application) {
        return requireNonNull(book.of(application, NOW));
    }

    private void read(Map<String, Long> events) {
        book.read(Month.of(NOW), book.limited(all), events);
        book.ended(book.limited(all), true);
        assertThat(book.known()).isTrue();
    }

    private static Tier tier(long eventsPerMonth) {
        return new Tier(Tier.UNLIMITED_REQUESTS, Tier.UNLIMITED_BYTES, eventsPerMonth, 30, 1000, 10);
    }

    private static KnownApplication application(String org, String app, String tier, boolean staging) {
        return new KnownApplication(org, org + "-uuid", app, app + "-uuid", tier, staging, false, List.of());
    }
}
