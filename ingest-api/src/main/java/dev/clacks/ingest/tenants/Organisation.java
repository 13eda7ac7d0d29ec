package dev.clacks.ingest.tenants;

import java.time.Instant;

/**
 * A tenant.
 *
 * @param orgId its canonical name, which events bear
 * @param orgUuid its other name
 * @param name for people
 * @param tier a key into the configured tiers and the classes of retention
 */
public record Organisation(String orgId, String orgUuid, String name, String tier, Instant createdAt) {}
