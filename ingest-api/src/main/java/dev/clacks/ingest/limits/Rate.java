package dev.clacks.ingest.limits;

/**
 * What became of one request, or of its bytes, under a rate.
 *
 * @param passed whether it is within the rate
 * @param limit requests or bytes a minute
 * @param remaining how many more would pass now
 * @param retryAfterSeconds when the next one, or as many bytes again, would pass, 0 where this one did
 * @param resetEpochSecond when all of {@code limit} would pass again, if nobody came meanwhile
 */
public record Rate(boolean passed, long limit, long remaining, int retryAfterSeconds, long resetEpochSecond) {}
