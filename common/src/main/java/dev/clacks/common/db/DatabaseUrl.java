package dev.clacks.common.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Properties;

/**
 * A PostgreSQL address in the libpq form {@code postgresql://user:password@host:port/database?sslmode=...}, as
 * {@code DATABASE_URL} has it, taken apart for the JDBC driver. {@code toString} never shows the password.
 *
 * @param jdbcUrl address without credentials, parameters such as {@code sslmode} and {@code sslrootcert} kept
 * @param user login role, may be empty
 * @param password may be empty
 */
public record DatabaseUrl(String jdbcUrl, String user, String password) {

    /**
     * Reads the libpq form ({@code postgresql://} or {@code postgres://}); user, password and database may be
     * percent-encoded.
     *
     * @throws IllegalArgumentException when it is not of that form; the message holds no password
     */
    public static DatabaseUrl parse(String url) {
        URI uri;
        try {
            uri = new URI(url.strip());
        } catch (URISyntaxException e) {
            throw malformed("it is no URL (special characters in the password must be percent-encoded)");
        }
        String scheme = uri.getScheme();
        if (!"postgresql".equals(scheme) && !"postgres".equals(scheme)) {
            throw malformed("it does not start with postgresql://");
        }
        String authority = uri.getRawAuthority();
        if (authority == null) {
            throw malformed("it names no host");
        }
        int at = authority.lastIndexOf('@');
        String hosts = authority.substring(at + 1);
        if (hosts.isEmpty()) {
            throw malformed("it names no host");
        }
        String credentials = at < 0 ? "" : authority.substring(0, at);
        int colon = credentials.indexOf(':');
        String user = decode(colon < 0 ? credentials : credentials.substring(0, colon));
        String password = colon < 0 ? "" : decode(credentials.substring(colon + 1));
        String path = uri.getRawPath();
        String database = path == null || path.length() < 2 ? "" : path.substring(1);
        if (database.isEmpty()) {
            throw malformed("it names no database");
        }
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new DatabaseUrl("jdbc:postgresql://" + hosts + "/" + database + query, user, password);
    }

    /** The same database under another login. */
    public DatabaseUrl as(String otherUser, String otherPassword) {
        return new DatabaseUrl(jdbcUrl, otherUser, otherPassword);
    }

    /** User and password as the JDBC driver takes them. */
    public Properties credentials() {
        var properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return properties;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed("a percent sign in user or password is not followed by two hex digits");
        }
    }

    private static IllegalArgumentException malformed(String why) {
        return new IllegalArgumentException(
                "DATABASE_URL must look like postgresql://user:password@host:5432/database: " + why);
    }

    @Override
    public String toString() {
        return "DatabaseUrl[" + jdbcUrl + ", user=" + user + "]";
    }
}
