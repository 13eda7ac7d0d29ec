package dev.clacks.writer.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.clacks.common.admin.AdminToken;
import org.jspecify.annotations.Nullable;

/**
 * Administration over the admin port. {@code toString} does not show the token.
 *
 * @param token opens it, {@code ADMIN_TOKEN}; none, the default, keeps it off
 */
public record AdminSettings(@Nullable String token) {

    public AdminSettings {
        try {
            AdminToken.of(token);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("admin.token (ADMIN_TOKEN): " + e.getMessage());
        }
    }

    @JsonCreator
    static AdminSettings of(@JsonProperty("token") @Nullable String token) {
        return new AdminSettings(token);
    }

    /** Off. */
    public static AdminSettings defaults() {
        return new AdminSettings(null);
    }

    /** What opens it, or null where it is off. */
    public @Nullable AdminToken adminToken() {
        return AdminToken.of(token);
    }

    @Override
    public String toString() {
        return "AdminSettings[" + (adminToken() == null ? "off" : "on") + "]";
    }
}
