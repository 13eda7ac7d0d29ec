package dev.clacks.ingest.usage;

import dev.clacks.ingest.auth.KnownApplication;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last known usage of everybody who has a quota, so that a request never waits for the database. While PostgreSQL is
 * away it stays as it was; a new month begins with nothing used. Thread-safe.
 */
public final class QuotaBook {

    private record Page(Month month, Map<String, Long> applications, Map<String, Long> organisations) {}

    private final Quotas quotas;
    private volatile @Nullable Page page;

    public QuotaBook(Quotas quotas) {
        this.quotas = quotas;
    }

    /** Whether usage was ever read. Until then every batch is taken. */
    public boolean known() {
        return page != null;
    }

    /** What counts for this application, as last read; null where it has no quota. */
    public @Nullable Usage of(KnownApplication application, Instant now) {
        long limit = quotas.limit(application);
        if (limit == Quotas.UNLIMITED) {
            return null;
        }
        Page last = page;
        if (last == null || !last.month.contains(now)) {
            return new Usage(0, limit, Month.of(now).end());
        }
        long used = application.staging()
                ? last.applications.getOrDefault(application.appId(), 0L)
                : last.organisations.getOrDefault(application.orgId(), 0L);
        return new Usage(used, limit, last.month.end());
    }

    /** The applications whose events somebody's quota needs. */
    Collection<KnownApplication> limited(Collection<KnownApplication> applications) {
        return applications.stream()
                .filter(application -> quotas.limit(application) != Quotas.UNLIMITED)
                .toList();
    }

    /** Takes note of what was read. */
    void turn(Month month, Collection<KnownApplication> limited, Map<String, Long> events) {
        var organisations = new HashMap<String, Long>();
        for (KnownApplication application : limited) {
            if (!application.staging()) {
                organisations.merge(application.orgId(), events.getOrDefault(application.appId(), 0L), Long::sum);
            }
        }
        page = new Page(month, Map.copyOf(events), Map.copyOf(organisations));
    }
}
