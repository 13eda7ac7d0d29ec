package dev.clacks.ingest.tiers;

/**
 * What an organisation of a tier may send.
 *
 * @param requestsPerMinute of one application, on each replica; {@link #UNLIMITED_REQUESTS} for any number
 * @param bytesPerMinute of the bodies of one application, inflated, on each replica; {@link #UNLIMITED_BYTES} for any number
 * @param eventsPerMonth of all its production applications; {@link #UNLIMITED_EVENTS} for any number
 * @param retentionDays how long PostgreSQL keeps an event
 * @param bodyBytes most bytes of a body, before and after inflating
 * @param batchEvents most events of a batch
 */
public record Tier(
        int requestsPerMinute,
        long bytesPerMinute,
        long eventsPerMonth,
        int retentionDays,
        int bodyBytes,
        int batchEvents) {

    public static final int UNLIMITED_REQUESTS = Integer.MAX_VALUE;
    public static final long UNLIMITED_BYTES = Long.MAX_VALUE;
    public static final long UNLIMITED_EVENTS = Long.MAX_VALUE;

    /** Whether its applications' requests are counted at all. */
    public boolean limitsRequests() {
        return requestsPerMinute != UNLIMITED_REQUESTS;
    }

    /** Whether their bytes are. */
    public boolean limitsBytes() {
        return bytesPerMinute != UNLIMITED_BYTES;
    }
}
