package dev.clacks.ingest.tenants;

/**
 * A staging application that became production, and how far its staging data is removed.
 *
 * @param tombstoneId what keeps the staging data from coming back
 * @param erasedEvents rows of {@code events} removed so far
 * @param erasedFailedEvents rows of {@code failed_events} removed so far
 * @param complete whether all is removed; until then the archiver's upkeep, or a repeated promotion, goes on with it
 */
public record Promotion(
        Application application, long tombstoneId, long erasedEvents, long erasedFailedEvents, boolean complete) {}
