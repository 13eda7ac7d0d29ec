package dev.clacks.ingest.usage;

import dev.clacks.ingest.auth.KnownApplication;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Notices when somebody passes a level of a quota: once for each level, month and limit. Pure; not thread-safe. */
final class QuotaWarnings {

    /** In hundredths of a quota. */
    static final List<Integer> LEVELS = List.of(80, 100);

    /**
     * Whose quota it is.
     *
     * @param appId of a staging application, which has one of its own; else null
     */
    record Tenant(String orgId, @Nullable String appId) {

        /** Whose quota an application's events count for. */
        static Tenant of(KnownApplication application) {
            return new Tenant(application.orgId(), application.staging() ? application.appId() : null);
        }

        @Override
        public String toString() {
            return appId == null ? "organisation " + orgId : "staging application " + appId + " of " + orgId;
        }
    }

    /** Somebody passed a level. */
    record Crossing(Tenant tenant, int percent, Usage usage) {}

    private record Reached(long limit, int percent) {}

    private Map<Tenant, Reached> reached = Map.of();
    private @Nullable Month month;

    /** What was passed since the last call, as of that month. */
    List<Crossing> update(Month now, Map<Tenant, Usage> usages) {
        Map<Tenant, Reached> before = now.equals(month) ? reached : Map.of();
        var after = new HashMap<Tenant, Reached>();
        var crossings = new ArrayList<Crossing>();
        usages.forEach((tenant, usage) -> {
            Reached last = before.get(tenant);
            int highest = last != null && last.limit == usage.limit() ? last.percent : 0;
            for (int level : LEVELS) {
                if (level > highest && usage.past(level)) {
                    crossings.add(new Crossing(tenant, level, usage));
                    highest = level;
                }
            }
            if (highest > 0) {
                after.put(tenant, new Reached(usage.limit(), highest));
            }
        });
        month = now;
        reached = after;
        return crossings;
    }
}
