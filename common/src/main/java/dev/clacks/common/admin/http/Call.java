package dev.clacks.common.admin.http;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AdminJson;
import dev.clacks.common.admin.WishException;
import dev.clacks.common.app.UserErrorException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
public record Call(Actor actor, List<String> names, Map<String, String> query, byte[] body) {

    /** What the path's first variable stands for. */
    public String name() {
        return names.getFirst();
    }

    /** The number that the path's last variable is. */
    public long number() {
        try {
            return Long.parseLong(names.getLast());
        } catch (NumberFormatException e) {
            throw WishException.notFound("an id here is a number");
        }
    }

    /** The UUID that the path's first variable is. */
    public UUID uuid() {
        try {
            return UUID.fromString(name());
        } catch (IllegalArgumentException e) {
            throw WishException.notFound("an id here is a UUID");
        }
    }

    public @Nullable String parameter(String name) {
        return query.get(name);
    }

    /** The number that a parameter is, null where it is absent. */
    public @Nullable Long numberOrNull(String name) {
        String text = query.get(name);
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new UserErrorException(name + " is a number");
        }
    }

    /** The time that a parameter is, null where it is absent. */
    public @Nullable Instant timeOrNull(String name) {
        String text = query.get(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new UserErrorException(name + " is a time such as 2026-11-25T10:00:00Z");
        }
    }

    /** How many the caller wants at once, the parameter {@code limit}. */
    public int limit(int usual, int most) {
        String text = query.get("limit");
        try {
            int limit = text == null ? usual : Integer.parseInt(text);
            if (limit >= 1 && limit <= most) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UserErrorException("limit is a number from 1 to " + most);
    }

    /** The body, whose members are those of the record and no others. */
    <T> T body(Class<T> type) {
        return AdminJson.body(body, type);
    }
}
