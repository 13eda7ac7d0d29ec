package dev.clacks.ingest.running;

/** The ways in which clients address the server and sign. */
public enum Dialect {
    /** The SDK's: both names as UUIDs, a nonce, no token. */
    SDK,
    /** The documented one: ids in the path, a token, no nonce. */
    DOCUMENTED,
    /** The documented one at {@code /events/batch}, where the token names the application. */
    BATCH;

    String path(Tenant tenant) {
        return switch (this) {
            case SDK -> "/v1/ingest/" + tenant.orgUuid() + "/" + tenant.appUuid();
            case DOCUMENTED -> "/v1/ingest/" + tenant.orgId() + "/" + tenant.appId();
            case BATCH -> "/events/batch";
        };
    }
}
