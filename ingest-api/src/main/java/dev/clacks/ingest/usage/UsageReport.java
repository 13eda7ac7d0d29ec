package dev.clacks.ingest.usage;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an organisation used of its month, as administrators see it.
 *
 * @param eventsThisMonth of all its production applications, which share its quota; never below zero
 * @param eventsLimit events of a month; null for any number
 * @param eventsRemaining how many of them are left; null for any number
 * @param resetsAt when the next month begins
 * @param applications in order of their ids
 */
public record UsageReport(
        String orgId,
        String tier,
        long eventsThisMonth,
        @Nullable Long eventsLimit,
        @Nullable Long eventsRemaining,
        Instant resetsAt,
        List<OfApplication> applications) {

    /**
     * One application's part.
     *
     * @param appId its canonical id
     * @param staging whether limit and remainder are its own; else they are its organisation's
     * @param eventsThisMonth its own in either case; never below zero
     */
    public record OfApplication(
            String appId,
            boolean staging,
            long eventsThisMonth,
            @Nullable Long eventsLimit,
            @Nullable Long eventsRemaining) {}

    public UsageReport {
        applications = List.copyOf(applications);
    }

    /** @param counted every application of the organisation */
    static UsageReport of(
            String orgId, String tier, Quotas quotas, Month month, List<UsageReader.ApplicationUsage> counted) {
        long events = 0;
        for (UsageReader.ApplicationUsage application : counted) {
            events += application.staging() ? 0 : application.events();
        }
        var shared = new Usage(events, quotas.limit(tier, false), month.end());
        return new UsageReport(
                orgId,
                tier,
                Math.max(0, events),
                limit(shared),
                remaining(shared),
                month.end(),
                counted.stream()
                        .map(application -> {
                            Usage usage = application.staging()
                                    ? new Usage(application.events(), quotas.limit(tier, true), month.end())
                                    : shared;
                            return new OfApplication(
                                    application.appId(),
                                    application.staging(),
                                    Math.max(0, application.events()),
                                    limit(usage),
                                    remaining(usage));
                        })
                        .toList());
    }

    /** The same with one of its applications alone. */
    UsageReport only(String appId) {
        return new UsageReport(
                orgId,
                tier,
                eventsThisMonth,
                eventsLimit,
                eventsRemaining,
                resetsAt,
                applications.stream()
                        .filter(application -> application.appId().equals(appId))
                        .toList());
    }

    private static @Nullable Long limit(Usage usage) {
        return usage.limit() == Quotas.UNLIMITED ? null : usage.limit();
    }

    private static @Nullable Long remaining(Usage usage) {
        return usage.limit() == Quotas.UNLIMITED ? null : usage.remaining();
    }
}
