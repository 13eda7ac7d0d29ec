package dev.clacks.ingest.usage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.tiers.Tier;
import dev.clacks.ingest.tiers.Tiers;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two pages and a half of applications, of one organisation that has more than a page of them, and others. */
final class UsagePassTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final int BIG = UsagePass.PAGE + 50;

    private final List<KnownApplication> all = IntStream.range(0, UsagePass.PAGE * 5 / 2)
            .mapToObj(n -> application(n < BIG ? "big" : "org" + n, "app" + n))
            .toList();
    private final QuotaBook book = new QuotaBook(new Quotas(
            new Tiers(Map.of(
                    Tiers.OTHER, new Tier(Tier.UNLIMITED_REQUESTS, Tier.UNLIMITED_BYTES, 1_000_000, 30, 1000, 10))),
            10));
    private final List<Integer> pages = new ArrayList<>();
    private long each = 1;
    private int failing = -1;

    @Test
    void noStatementAsksForMoreThanAPageAndEveryApplicationIsAskedForOnce() throws SQLException {
        UsagePass pass = read();
        assertThat(pages).containsExactly(UsagePass.PAGE, UsagePass.PAGE, UsagePass.PAGE / 2);
        assertThat(pass.complete()).isTrue();
        assertThat(used(0)).isEqualTo(BIG);
        assertThat(used(all.size() - 1)).isEqualTo(1);
    }

    @Test
    void whatAPageSaysHoldsBeforeTheOthersAreRead() throws SQLException {
        UsagePass pass = new UsagePass(all, this::ofApplications, book);
        pass.readPage(NOW);
        assertThat(pass.ended()).isFalse();
        assertThat(used(0)).isEqualTo(UsagePass.PAGE);
        assertThat(used(all.size() - 1)).isZero();
    }

    @Test
    void aPageThatFailsKeepsItsOldFiguresAndNobodyElses() throws SQLException {
        read();
        each = 10;
        failing = pages.size() + 1;
        UsagePass pass = read();
        assertThat(pass.complete()).isFalse();
        assertThat(used(0)).isEqualTo(UsagePass.PAGE * 10 + 50);
        assertThat(used(BIG)).as("in the page that failed").isEqualTo(1);
        assertThat(used(all.size() - 1)).isEqualTo(10);

        assertThat(read().complete()).isTrue();
        assertThat(used(BIG)).isEqualTo(10);
    }

    private UsagePass read() throws SQLException {
        var pass = new UsagePass(all, this::ofApplications, book);
        while (!pass.ended()) {
            if (pages.size() == failing) {
                assertThatThrownBy(() -> pass.readPage(NOW)).isInstanceOf(SQLException.class);
            } else {
                pass.readPage(NOW);
            }
        }
        book.ended(pass.limited(), pass.complete());
        return pass;
    }

    private Map<String, Long> ofApplications(Collection<String> appIds, Month month) throws SQLException {
        pages.add(appIds.size());
        if (pages.size() - 1 == failing) {
            throw new SQLException("canceling statement due to statement timeout", "57014");
        }
        var events = new HashMap<String, Long>();
        appIds.forEach(appId -> events.put(appId, each));
        return events;
    }

    private long used(int application) {
        return requireNonNull(book.of(all.get(application), NOW)).used();
    }

    private static KnownApplication application(String org, String app) {
        return new KnownApplication(org, org + "-uuid", app, app + "-uuid", "free", false, false, List.of());
    }
}
