package dev.clacks.common.db;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * A PostgreSQL address in the libpq form {@code postgresql://user:password@host:port/database?sslmode=...}, as
 * {@code DATABASE_URL} has it, taken apart for the JDBC driver. {@code toString} never shows the password.
 *
 * @param jdbcUrl address without credentials, parameters such as {@code sslmode} and {@code sslrootcert} kept
 * @param user login role, may be empty
 * @param password may be empty
 */
public record DatabaseUrl(String jdbcUrl, String user, String password) {

    private static final Pattern HOST = Pattern.compile("(?:\\[[0-9A-Fa-f:.]+]|[^:\\[\\]%/]+)(?::(\\d{1,5}))?");

    /**
     * Reads the libpq form ({@code postgresql://} or {@code postgres://}); user, password and database may be
     * percent-encoded, and user and password may stand among the parameters instead. Several hosts may be named, separated
     * by commas; a Unix socket may not. Parameters are translated as {@link DatabaseParameters} says.
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
        String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
        int at = authority.lastIndexOf('@');
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (uri.getRawFragment() != null || path.contains("@")) {
            throw malformed("special characters in user and password must be percent-encoded");
        }
        String hosts = authority.substring(at + 1);
        checkHosts(hosts);
        if (path.length() < 2) {
            throw malformed("it names no database");
        }
        String credentials = at < 0 ? "" : authority.substring(0, at);
        int colon = credentials.indexOf(':');
        DatabaseParameters parameters = DatabaseParameters.parse(uri.getRawQuery() == null ? "" : uri.getRawQuery());
        return new DatabaseUrl(
                "jdbc:postgresql://" + hosts + path + parameters.jdbcQuery(),
                parameters.user(decode(colon < 0 ? credentials : credentials.substring(0, colon))),
                parameters.password(colon < 0 ? "" : decode(credentials.substring(colon + 1))));
    }

    private static void checkHosts(String hosts) {
        if (hosts.isEmpty()) {
            throw malformed("it names no host (a Unix socket cannot be used)");
        }
        for (String host : hosts.split(",", -1)) {
            var match = HOST.matcher(host);
            if (!match.matches()) {
                throw malformed("a host is not of the form host or host:port (and a Unix socket cannot be used)");
            }
            int port = match.group(1) == null ? 5432 : Integer.parseInt(match.group(1));
            if (port < 1 || port > 65_535) {
                throw malformed("a port lies between 1 and 65535");
            }
        }
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

    static String decode(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed("a percent sign is not followed by two hex digits");
        }
    }

    static IllegalArgumentException malformed(String why) {
        return new IllegalArgumentException(
                "DATABASE_URL must look like postgresql://user:password@host:5432/database: " + why);
    }

    @Override
    public String toString() {
        return "DatabaseUrl[" + jdbcUrl + ", user=" + user + "]";
    }
}
