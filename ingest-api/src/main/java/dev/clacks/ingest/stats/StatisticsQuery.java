package dev.clacks.ingest.stats;

import org.jspecify.annotations.Nullable;

/**
 * Whose counts, and which: what an answer is kept by.
 *
 * @param orgId canonical id
 * @param appId canonical id; null for all applications of the organisation
 */
record StatisticsQuery(String orgId, @Nullable String appId, Period period) {}
