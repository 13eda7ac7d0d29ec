package dev.clacks.ingest.tenants;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code audit_log}. Thread-safe. */
public final class AuditLog {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String LIST = """
            SELECT audit_id, at, actor, action, org_id, app_id, details::text AS details FROM audit_log
            WHERE audit_id < coalesce(CAST(? AS bigint), 9223372036854775807)
              AND (CAST(? AS text) IS NULL OR org_id = ?) AND (CAST(? AS text) IS NULL OR app_id = ?)
            ORDER BY audit_id DESC LIMIT ?""";

    private final TenantDatabase database;

    AuditLog(TenantDatabase database) {
        this.database = database;
    }

    /**
     * What was changed, the latest first.
     *
     * @param org either name of an organisation; null for all
     * @param app either name of an application; null for all
     * @param before only entries of a lower id; null to begin
     * @param limit most that are returned
     */
    public List<AuditEntry> list(@Nullable String org, @Nullable String app, @Nullable Long before, int limit)
            throws SQLException {
        return database.read(connection -> {
            String orgId =
                    org == null ? null : Organisations.find(connection, org).orgId();
            String appId =
                    app == null ? null : Applications.find(connection, app).appId();
            return Sql.list(connection, LIST, AuditLog::row, before, orgId, orgId, appId, appId, limit);
        });
    }

    private static AuditEntry row(ResultSet row) throws SQLException {
        try {
            return new AuditEntry(
                    row.getLong("audit_id"),
                    Sql.instantOf(row, "at"),
                    row.getString("actor"),
                    row.getString("action"),
                    row.getString("org_id"),
                    row.getString("app_id"),
                    JSON.readTree(row.getString("details")));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a column of type jsonb is always JSON", e);
        }
    }
}
