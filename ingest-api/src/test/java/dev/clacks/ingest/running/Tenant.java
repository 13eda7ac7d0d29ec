package dev.clacks.ingest.running;

import java.util.UUID;

/**
 * An application with its organisation, both names of each, and what it signs with.
 *
 * @param secret the HMAC secret as its user sees it
 * @param token a bearer token with the scope ingest
 */
public record Tenant(String orgId, UUID orgUuid, String appId, UUID appUuid, String secret, String token) {

    /** A tenant of its own, with names that no other one has. */
    public static Tenant fresh(String label) {
        String suffix = UUID.randomUUID().toString().substring(0, 8);
        return new Tenant(
                "org_" + label + "." + suffix,
                UUID.randomUUID(),
                "app_" + label + "-" + suffix,
                UUID.randomUUID(),
                "secret of " + label + " " + UUID.randomUUID(),
                "token-" + UUID.randomUUID());
    }

    public Tenant withSecret(String other) {
        return new Tenant(orgId, orgUuid, appId, appUuid, other, token);
    }

    public Tenant withToken(String other) {
        return new Tenant(orgId, orgUuid, appId, appUuid, secret, other);
    }
}
