package dev.clacks.ingest.tenants;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AuditTrail;
import dev.clacks.common.admin.WishException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Creates, finds, lists, disables and enables applications. Thread-safe. */
public final class Applications {

    private static final String COLUMNS = """
            SELECT a.org_id, o.org_uuid::text AS org_uuid, a.app_id, a.app_uuid::text AS app_uuid, a.name, o.tier, a.environment,
                   a.created_at, a.disabled_at, a.promoted_at
            FROM applications a JOIN organizations o USING (org_id)
            """;

    private static final String FIRST_TOKEN = "made with the application";

    private final TenantDatabase database;
    private final Tokens tokens;
    private final Secrets secrets;
    private final Supplier<String> endpoint;

    Applications(TenantDatabase database, Tokens tokens, Secrets secrets, Supplier<String> endpoint) {
        this.database = database;
        this.tokens = tokens;
        this.secrets = secrets;
        this.endpoint = endpoint;
    }

    /**
     * Makes one, with a secret and a token of scope {@code ingest}.
     *
     * @param org either name of its organisation
     * @param id null for one drawn at random
     * @param environment null for production
     * @throws WishException where there is no such organisation, a value is not allowed, or the id is taken
     */
    public NewApplication create(
            Actor actor, @Nullable String org, @Nullable String id, @Nullable String name, @Nullable String environment)
            throws SQLException {
        if (org == null) {
            throw WishException.invalid("say which organisation it belongs to: org");
        }
        String appId = id == null ? Generated.appId() : Checks.id(id);
        String checkedName = Checks.name(name);
        String checkedEnvironment = Checks.environment(environment);
        return database.transaction(connection -> {
            String orgId = Organisations.find(connection, org).orgId();
            Sql.update(
                    connection,
                    "INSERT INTO applications (app_id, org_id, name, environment) VALUES (?, ?, ?, ?)",
                    appId,
                    orgId,
                    checkedName,
                    checkedEnvironment);
            AuditTrail.add(
                    connection,
                    actor,
                    "application.create",
                    orgId,
                    appId,
                    Map.of("name", checkedName, "environment", checkedEnvironment));
            Application application = find(connection, appId);
            NewToken token = tokens.create(connection, actor, application, FIRST_TOKEN, null, null);
            NewSecret secret = secrets.create(connection, actor, application);
            return new NewApplication(
                    application, token, secret, Examples.of(endpoint.get(), application, token, secret));
        });
    }

    /** The application of either name. */
    public Application find(String name) throws SQLException {
        return database.read(connection -> find(connection, name));
    }

    /**
     * Those whose ids follow {@code after}, in order of their ids.
     *
     * @param org either name of an organisation; null for all
     * @param after null to begin
     * @param limit most that are returned
     */
    public List<Application> list(@Nullable String org, @Nullable String after, int limit) throws SQLException {
        String from = after == null ? "" : after;
        return database.read(connection -> org == null
                ? Sql.list(
                        connection,
                        COLUMNS + "WHERE a.app_id > ? ORDER BY a.app_id LIMIT ?",
                        Applications::row,
                        from,
                        limit)
                : Sql.list(
                        connection,
                        COLUMNS + "WHERE a.org_id = ? AND a.app_id > ? ORDER BY a.app_id LIMIT ?",
                        Applications::row,
                        Organisations.find(connection, org).orgId(),
                        from,
                        limit));
    }

    /** From now on the door answers its requests with 403; does nothing where it is disabled. */
    public Application disable(Actor actor, String name) throws SQLException {
        return database.transaction(connection -> {
            Application application = lock(connection, name);
            return application.disabledAt() != null
                    ? application
                    : change(connection, actor, application, "application.disable", "disabled_at = now()");
        });
    }

    /** Takes {@link #disable} back; does nothing where it is enabled. */
    public Application enable(Actor actor, String name) throws SQLException {
        return database.transaction(connection -> {
            Application application = lock(connection, name);
            return application.disabledAt() == null
                    ? application
                    : change(connection, actor, application, "application.enable", "disabled_at = NULL");
        });
    }

    private static Application change(
            Connection connection, Actor actor, Application application, String action, String assignment)
            throws SQLException {
        Sql.update(connection, "UPDATE applications SET " + assignment + " WHERE app_id = ?", application.appId());
        AuditTrail.add(connection, actor, action, application.orgId(), application.appId(), Map.of());
        return find(connection, application.appId());
    }

    static Application find(Connection connection, String name) throws SQLException {
        return find(connection, name, "");
    }

    /** So that nobody else changes it, or its secrets, until the transaction ends. */
    static Application lock(Connection connection, String name) throws SQLException {
        return find(connection, name, " FOR NO KEY UPDATE OF a");
    }

    private static Application find(Connection connection, String name, String lock) throws SQLException {
        Application found = Sql.first(
                connection,
                COLUMNS + "JOIN application_names n USING (app_id) WHERE n.name = normal_name(?)" + lock,
                Applications::row,
                Checks.id(name));
        if (found == null) {
            throw WishException.notFound("there is no application " + name);
        }
        return found;
    }

    private static Application row(ResultSet row) throws SQLException {
        return new Application(
                row.getString("org_id"),
                row.getString("org_uuid"),
                row.getString("app_id"),
                row.getString("app_uuid"),
                row.getString("name"),
                row.getString("tier"),
                row.getString("environment"),
                Sql.instantOf(row, "created_at"),
                Sql.instant(row, "disabled_at"),
                Sql.instant(row, "promoted_at"));
    }
}
