package dev.clacks.ingest.door;

import java.util.Set;

/** HTTP methods as metric labels: a client can make up any number of them. */
final class Methods {

    private static final Set<String> KNOWN =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE");

    private Methods() {}

    static String label(String method) {
        return KNOWN.contains(method) ? method : "other";
    }
}
