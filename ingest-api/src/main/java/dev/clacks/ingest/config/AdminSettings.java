package dev.clacks.ingest.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.clacks.common.admin.AdminToken;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Administration: the YAML node {@code admin}. {@code toString} does not show the token.
 *
 * @param token opens the admin API, {@code ADMIN_TOKEN}; none, the default, keeps it off
 * @param publicUrl where clients reach the door, for the examples that are printed for a new application; default
 *     {@code http://localhost:} and the door's port
 */
public record AdminSettings(
        @Nullable String token, @Nullable String publicUrl) {

    public AdminSettings {
        try {
            AdminToken.of(token);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("admin.token (ADMIN_TOKEN): " + e.getMessage());
        }
        if (publicUrl != null && !isAddress(publicUrl)) {
            throw new IllegalArgumentException(
                    "admin.publicUrl must look like https://telemetry.example.com, without a path");
        }
    }

    @JsonCreator
    static AdminSettings of(
            @JsonProperty("token") @Nullable String token, @JsonProperty("publicUrl") @Nullable String publicUrl) {
        return new AdminSettings(token, publicUrl == null || publicUrl.isBlank() ? null : publicUrl);
    }

    /** All defaults: off. */
    public static AdminSettings defaults() {
        return of(null, null);
    }

    /** What opens the admin API, or null where it is off. */
    public @Nullable AdminToken adminToken() {
        return AdminToken.of(token);
    }

    private static boolean isAddress(String text) {
        try {
            URI uri = new URI(text);
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "AdminSettings[" + (adminToken() == null ? "off" : "on") + ", publicUrl=" + publicUrl + "]";
    }
}
