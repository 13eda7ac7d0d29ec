package dev.clacks.ingest.limits;

/**
 * What became of one request under a rate.
 *
 * @param passed whether it is within the rate
 * @param limit requests a minute
 * @param remaining how many more would pass now
 * @param retryAfterSeconds when the next one would pass, 0 where this one did
 * @param resetEpochSecond when all of {@code limit} would pass again, if nobody came meanwhile
 */
public record Rate(boolean passed, int limit, long remaining, int retryAfterSeconds, long resetEpochSecond) {}
