package dev.clacks.bench.client;

import java.util.Locale;

/** The ways in which clients address the server and sign. */
public enum Dialect {
    /** What the telemetry-kit SDKs send: no token, a nonce in the signed message. */
    SDK,
    /** What the self-hosting guide documents: a bearer token, no nonce, the path names the application. */
    DOCUMENTED,
    /** The same at {@code /events/batch}, where the token alone names the application. */
    BATCH;

    /** The dialect of that name. */
    public static Dialect of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    boolean hasNonce() {
        return this == SDK;
    }

    boolean hasToken() {
        return this != SDK;
    }

    String path(Target target) {
        return this == BATCH ? "/events/batch" : "/v1/ingest/" + target.org() + "/" + target.app();
    }

    /** As it is written on a command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
