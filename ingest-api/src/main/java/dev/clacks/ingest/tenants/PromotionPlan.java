package dev.clacks.ingest.tenants;

/**
 * What a promotion would remove, counted now.
 *
 * @param events rows of {@code events}
 * @param failedEvents rows of {@code failed_events}
 */
public record PromotionPlan(Application application, long events, long failedEvents) {}
