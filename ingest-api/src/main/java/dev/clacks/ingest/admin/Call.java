package dev.clacks.ingest.admin;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AdminJson;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.ingest.tenants.TenantException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to the admin API.
 *
 * @param actor who makes it
 * @param names what the variables of the route's path stand for, in order
 * @param query the query's parameters, each given once
 * @param body empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // a value on its way, never compared
record Call(Actor actor, List<String> names, Map<String, String> query, byte[] body) {

    private static final int MOST = 5_000;
    private static final int USUAL = 500;

    String name() {
        return names.getFirst();
    }

    /** The number that the path's last variable is. */
    long number() {
        try {
            return Long.parseLong(names.getLast());
        } catch (NumberFormatException e) {
            throw TenantException.notFound("an id here is a number");
        }
    }

    @Nullable
    String parameter(String name) {
        return query.get(name);
    }

    /** The number that a parameter is, null where it is absent. */
    @Nullable
    Long numberOrNull(String name) {
        String text = query.get(name);
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw TenantException.invalid(name + " is a number");
        }
    }

    /** How many the caller wants at once. */
    int limit() {
        String text = query.get("limit");
        try {
            int limit = text == null ? USUAL : Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw TenantException.invalid("limit is a number from 1 to " + MOST);
    }

    /** The body, whose members are those of the record and no others. */
    <T> T body(Class<T> type) {
        try {
            return AdminJson.body(body, type);
        } catch (UserErrorException e) {
            throw TenantException.invalid(String.valueOf(e.getMessage()));
        }
    }
}
