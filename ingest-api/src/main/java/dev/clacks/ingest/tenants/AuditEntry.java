package dev.clacks.ingest.tenants;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An administrative change.
 *
 * @param actor who made it: {@code token:<fingerprint>}, {@code os:<user>} or what plain SQL wrote
 * @param action such as {@code application.promote}
 * @param orgId what it concerned, or null
 * @param appId what it concerned, or null
 * @param details what changed, a JSON object
 */
public record AuditEntry(
        long auditId,
        Instant at,
        String actor,
        String action,
        @Nullable String orgId,
        @Nullable String appId,
        JsonNode details) {}
