package dev.clacks.ingest.answer;

import java.util.List;

/** The headers that tell a client where it stands with a limit. */
public final class RateHeaders {

    private RateHeaders() {}

    /**
     * All three.
     *
     * @param limit what the limit is
     * @param remaining how much of it is left
     * @param resetEpochSecond when all of it is there again, Unix seconds
     */
    public static List<Refusal.Header> of(long limit, long remaining, long resetEpochSecond) {
        return List.of(
                new Refusal.Header("X-RateLimit-Limit", Long.toString(limit)),
                new Refusal.Header("X-RateLimit-Remaining", Long.toString(remaining)),
                new Refusal.Header("X-RateLimit-Reset", Long.toString(resetEpochSecond)));
    }
}
