package dev.clacks.common.admin;

/**
 * Who makes a change, as {@code audit_log} shows it.
 *
 * @param name {@code token:<fingerprint>} or {@code os:<user>}
 */
public record Actor(String name) {

    /** Whoever bears the admin token. */
    public static Actor bearer(AdminToken token) {
        return new Actor("token:" + token.fingerprint());
    }

    /** Whoever runs a command on this machine. */
    public static Actor operatingSystemUser() {
        return new Actor("os:" + System.getProperty("user.name", "unknown"));
    }
}
