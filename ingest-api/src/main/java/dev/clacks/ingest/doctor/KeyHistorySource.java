package dev.clacks.ingest.doctor;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Where dead credentials are looked up. */
@FunctionalInterface
interface KeyHistorySource {

    /**
     * Those of an application. Blocks for some seconds at most.
     *
     * @param token the bearer token that was sent, or null
     */
    KeyHistory of(String appId, @Nullable String token) throws SQLException;
}
