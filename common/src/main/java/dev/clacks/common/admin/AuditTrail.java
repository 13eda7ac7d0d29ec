package dev.clacks.common.admin;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds to {@code audit_log}, in the transaction of the change. */
public final class AuditTrail {

    private static final String INSERT =
            "INSERT INTO public.audit_log (actor, action, org_id, app_id, details) VALUES (?, ?, ?, ?, ?::jsonb)";

    private AuditTrail() {}

    /**
     * One row.
     *
     * @param details texts and numbers; never anything of an event, a secret or a token
     */
    public static void add(
            Connection connection,
            Actor actor,
            String action,
            @Nullable String orgId,
            @Nullable String appId,
            Map<String, ?> details)
            throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, actor.name());
            insert.setString(2, action);
            insert.setString(3, orgId);
            insert.setString(4, appId);
            insert.setString(5, AdminJson.line(details));
            insert.executeUpdate();
        }
    }
}
