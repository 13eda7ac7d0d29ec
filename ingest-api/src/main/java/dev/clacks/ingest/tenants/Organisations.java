package dev.clacks.ingest.tenants;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AuditTrail;
import dev.clacks.common.admin.WishException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Creates, finds, lists and changes organisations. Thread-safe. */
public final class Organisations {

    private static final String COLUMNS =
            "SELECT o.org_id, o.org_uuid::text AS org_uuid, o.name, o.tier, o.created_at FROM organizations o ";

    private final TenantDatabase database;

    Organisations(TenantDatabase database) {
        this.database = database;
    }

    /**
     * Makes one.
     *
     * @param id null for one drawn at random
     * @param tier null for free
     * @throws WishException where a value is not allowed, or the id is taken
     */
    public Organisation create(Actor actor, @Nullable String id, @Nullable String name, @Nullable String tier)
            throws SQLException {
        String orgId = id == null ? Generated.orgId() : Checks.id(id);
        String checkedName = Checks.name(name);
        String checkedTier = Checks.tier(tier);
        return database.transaction(connection -> {
            Sql.update(
                    connection,
                    "INSERT INTO organizations (org_id, name, tier) VALUES (?, ?, ?)",
                    orgId,
                    checkedName,
                    checkedTier);
            AuditTrail.add(
                    connection,
                    actor,
                    "organization.create",
                    orgId,
                    null,
                    Map.of("name", checkedName, "tier", checkedTier));
            return find(connection, orgId);
        });
    }

    /** The organisation of either name. */
    public Organisation find(String name) throws SQLException {
        return database.read(connection -> find(connection, name));
    }

    /**
     * Those whose ids follow {@code after}, in order of their ids.
     *
     * @param after null to begin
     * @param limit most that are returned
     */
    public List<Organisation> list(@Nullable String after, int limit) throws SQLException {
        return database.read(connection -> Sql.list(
                connection,
                COLUMNS + "WHERE o.org_id > ? ORDER BY o.org_id LIMIT ?",
                Organisations::row,
                after == null ? "" : after,
                limit));
    }

    /**
     * Changes name, tier or both. A tier's retention begins to hold the day after tomorrow.
     *
     * @param newName null to leave it
     * @param tier null to leave it
     */
    public Organisation change(Actor actor, String name, @Nullable String newName, @Nullable String tier)
            throws SQLException {
        String checkedName = newName == null ? null : Checks.name(newName);
        String checkedTier = tier == null ? null : Checks.tier(tier);
        if (checkedName == null && checkedTier == null) {
            throw WishException.invalid("say what to change: name or tier");
        }
        return database.transaction(connection -> {
            Organisation before = find(connection, name, " FOR UPDATE OF o");
            String nameThen = checkedName == null ? before.name() : checkedName;
            String tierThen = checkedTier == null ? before.tier() : checkedTier;
            Sql.update(
                    connection,
                    "UPDATE organizations SET name = ?, tier = ? WHERE org_id = ?",
                    nameThen,
                    tierThen,
                    before.orgId());
            AuditTrail.add(
                    connection,
                    actor,
                    "organization.change",
                    before.orgId(),
                    null,
                    Map.of(
                            "name",
                            nameThen,
                            "tier",
                            tierThen,
                            "name_before",
                            before.name(),
                            "tier_before",
                            before.tier()));
            return find(connection, before.orgId());
        });
    }

    static Organisation find(Connection connection, String name) throws SQLException {
        return find(connection, name, "");
    }

    private static Organisation find(Connection connection, String name, String lock) throws SQLException {
        Organisation found = Sql.first(
                connection,
                COLUMNS + "JOIN organization_names n USING (org_id) WHERE n.name = normal_name(?)" + lock,
                Organisations::row,
                Checks.id(name));
        if (found == null) {
            throw WishException.notFound("there is no organisation " + name);
        }
        return found;
    }

    private static Organisation row(ResultSet row) throws SQLException {
        return new Organisation(
                row.getString("org_id"),
                row.getString("org_uuid"),
                row.getString("name"),
                row.getString("tier"),
                Sql.instantOf(row, "created_at"));
    }
}
