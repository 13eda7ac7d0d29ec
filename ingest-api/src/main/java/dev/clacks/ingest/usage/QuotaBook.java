package dev.clacks.ingest.usage;

import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.usage.QuotaWarnings.Tenant;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The last known usage of everybody who has a quota, so that a request never waits for the database. While PostgreSQL is
 * away it stays as it was; a new month begins with nothing used. One thread writes, any may read.
 */
public final class QuotaBook {

    private record Sheet(Month month, Map<Tenant, Tally> tallies) {}

    /** What counts for one quota, by application. */
    private static final class Tally {
        private final Map<String, Long> applications = new ConcurrentHashMap<>();
        private final AtomicLong events = new AtomicLong();

        void put(String appId, long sent) {
            Long before = applications.put(appId, sent);
            events.addAndGet(sent - (before == null ? 0 : before));
        }

        void retain(Set<String> appIds) {
            applications.forEach((appId, sent) -> {
                if (!appIds.contains(appId)) {
                    applications.remove(appId);
                    events.addAndGet(-sent);
                }
            });
        }
    }

    private final Quotas quotas;
    private volatile @Nullable Sheet sheet;
    private volatile boolean known;

    public QuotaBook(Quotas quotas) {
        this.quotas = quotas;
    }

    /** Whether everybody's usage was ever read. Until then every batch is taken of those whose was not. */
    boolean known() {
        return known;
    }

    /** Whether the usage of this application was ever read, or that of all who were there when all was read. */
    boolean known(KnownApplication application) {
        Sheet last = sheet;
        Tally tally = last == null ? null : last.tallies.get(Tenant.of(application));
        return known || (tally != null && tally.applications.containsKey(application.appId()));
    }

    /** What counts for this application, as last read; null where it has no quota. */
    public @Nullable Usage of(KnownApplication application, Instant now) {
        long limit = quotas.limit(application);
        if (limit == Quotas.UNLIMITED) {
            return null;
        }
        Sheet last = sheet;
        if (last == null || !last.month.contains(now)) {
            return new Usage(0, limit, Month.of(now).end());
        }
        Tally tally = last.tallies.get(Tenant.of(application));
        return new Usage(tally == null ? 0 : tally.events.get(), limit, last.month.end());
    }

    /** The applications whose events somebody's quota needs. */
    List<KnownApplication> limited(Collection<KnownApplication> applications) {
        return applications.stream()
                .filter(application -> quotas.limit(application) != Quotas.UNLIMITED)
                .toList();
    }

    /**
     * Takes note of what some applications sent; it holds at once.
     *
     * @param events by canonical id; who is left out has sent none
     */
    void read(Month month, Collection<KnownApplication> page, Map<String, Long> events) {
        Sheet current = sheet;
        if (current == null || !current.month.equals(month)) {
            current = new Sheet(month, new ConcurrentHashMap<>());
        }
        for (KnownApplication application : page) {
            current.tallies
                    .computeIfAbsent(Tenant.of(application), _ -> new Tally())
                    .put(application.appId(), events.getOrDefault(application.appId(), 0L));
        }
        sheet = current;
    }

    /**
     * All of these were asked for: what others sent is forgotten, who were deleted or have no quota any more.
     *
     * @param complete whether all was read
     */
    void ended(Collection<KnownApplication> limited, boolean complete) {
        Sheet last = sheet;
        if (last != null) {
            Map<Tenant, Set<String>> still = limited.stream()
                    .collect(Collectors.groupingBy(
                            Tenant::of, Collectors.mapping(KnownApplication::appId, Collectors.toSet())));
            last.tallies.forEach((tenant, tally) -> tally.retain(still.getOrDefault(tenant, Set.of())));
            last.tallies.keySet().retainAll(still.keySet());
        }
        if (complete) {
            known = true;
        }
    }
}
