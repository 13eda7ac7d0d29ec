package dev.clacks.writer.failed;

import dev.clacks.common.admin.WishException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The names by which failed events bear their organisation and application. An operator may say either name of one, its id or its
 * UUID; or one that no table knows, where failed events bear it: those of a tenant that was deleted, or that never was.
 */
final class Tenants {

    /** Every failed event is in a group, and groups are few. */
    private static final String BORNE = "SELECT ? WHERE EXISTS (SELECT FROM public.failure_groups WHERE %1$s = ?)";

    private static final String ORG = "SELECT org_id FROM public.organization_names WHERE name = public.normal_name(?)";
    private static final String ORG_BORNE = BORNE.formatted("org_id");
    private static final String APP = "SELECT app_id FROM public.application_names WHERE name = public.normal_name(?)";
    private static final String APP_BORNE = BORNE.formatted("app_id");

    private Tenants() {}

    /**
     * The same filter by the names that are stored.
     *
     * @throws WishException where it names somebody whom nobody knows
     */
    static FailedFilter stored(Connection connection, FailedFilter filter) throws SQLException {
        return filter.of(
                name(connection, "organisation", filter.org(), ORG, ORG_BORNE),
                name(connection, "application", filter.app(), APP, APP_BORNE));
    }

    private static @Nullable String name(
            Connection connection, String what, @Nullable String said, String known, String borne) throws SQLException {
        if (said == null) {
            return null;
        }
        String name = first(connection, known, said);
        if (name == null) {
            name = first(connection, borne, said, said);
        }
        if (name == null) {
            throw WishException.notFound(
                    "there is no %s %s, and no failed event is of one of that name".formatted(what, said));
        }
        return name;
    }

    private static @Nullable String first(Connection connection, String query, String... parameters)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                select.setString(i + 1, parameters[i]);
            }
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }
}
