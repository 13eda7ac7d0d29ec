package dev.clacks.ingest.tenants;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds to {@code audit_log}, in the transaction of the change. Never give it a secret or a token. */
final class AuditLog {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AuditLog() {}

    static void add(
            Connection connection,
            Actor actor,
            String action,
            @Nullable String orgId,
            @Nullable String appId,
            Map<String, ?> details)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO audit_log (actor, action, org_id, app_id, details) VALUES (?, ?, ?, ?, CAST(? AS jsonb))",
                actor.name(),
                action,
                orgId,
                appId,
                json(details));
    }

    private static String json(Map<String, ?> details) {
        try {
            return JSON.writeValueAsString(details);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts and numbers is always JSON", e);
        }
    }
}
