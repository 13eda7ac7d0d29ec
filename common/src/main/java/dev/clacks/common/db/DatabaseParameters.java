package dev.clacks.common.db;

import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What stands behind the question mark of a libpq address, in the words of the JDBC driver. Those that both spell alike, such as
 * {@code sslmode} and {@code sslrootcert}, and those of the driver alone are passed on as they are. Immutable.
 */
final class DatabaseParameters {

    private static final List<String> SSL_MODES =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private static final Map<String, String> DRIVERS_NAMES = Map.of(
            "application_name", "ApplicationName",
            "connect_timeout", "connectTimeout",
            "channel_binding", "channelBinding",
            "gssencmode", "gssEncMode");

    private static final Map<String, String> TARGETS = Map.of(
            "any", "any",
            "read-write", "primary",
            "primary", "primary",
            "read-only", "secondary",
            "standby", "secondary",
            "prefer-standby", "preferSecondary");

    /** From name, as libpq or the driver has it, to the value as it was written. */
    private final Map<String, String> named;

    private DatabaseParameters(Map<String, String> named) {
        this.named = named;
    }

    /**
     * Reads {@code name=value&...}.
     *
     * @throws IllegalArgumentException when it is not of that form or a value cannot be meant; the message holds no value but of
     *     {@code sslmode} and {@code target_session_attrs}
     */
    static DatabaseParameters parse(String query) {
        Map<String, String> named = new TreeMap<>();
        for (String parameter : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            int equals = parameter.indexOf('=');
            if (equals < 1) {
                throw DatabaseUrl.malformed("a parameter is not of the form name=value");
            }
            // To libpq a plus is a plus; the driver would read a space.
            named.put(
                    parameter.substring(0, equals),
                    parameter.substring(equals + 1).replace("+", "%2B"));
        }
        for (String address : List.of("host", "hostaddr", "port", "dbname")) {
            if (named.containsKey(address)) {
                throw DatabaseUrl.malformed("host, port and database stand before the question mark");
            }
        }
        String mode = named.get("sslmode");
        if (mode != null && !SSL_MODES.contains(mode)) {
            throw DatabaseUrl.malformed("sslmode is one of " + String.join(", ", SSL_MODES) + ", not " + mode);
        }
        String target = named.get("target_session_attrs");
        if (target != null && !TARGETS.containsKey(target)) {
            throw DatabaseUrl.malformed("target_session_attrs cannot be " + target);
        }
        if ("system".equals(named.get("sslrootcert")) && mode != null && !mode.equals("verify-full")) {
            throw DatabaseUrl.malformed("sslrootcert=system needs sslmode=verify-full");
        }
        return new DatabaseParameters(named);
    }

    /** The parameter {@code user} where there is one, else the given one. */
    String user(String otherwise) {
        return login("user", otherwise);
    }

    /** The parameter {@code password} where there is one, else the given one. */
    String password(String otherwise) {
        return login("password", otherwise);
    }

    private String login(String name, String otherwise) {
        String value = named.get(name);
        return value == null ? otherwise : DatabaseUrl.decode(value);
    }

    /** As they stand in a JDBC URL, the question mark before them; empty where there are none. */
    String jdbcQuery() {
        var query = new StringJoiner("&", "?", "").setEmptyValue("");
        named.forEach((name, value) -> {
            switch (name) {
                case "user", "password" -> {}
                case "target_session_attrs" -> query.add("targetServerType=" + TARGETS.get(value));
                case "sslrootcert" ->
                    query.add(
                            // The certificates that the JVM trusts, as libpq takes those that the system trusts.
                            value.equals("system")
                                    ? "sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory"
                                    : "sslrootcert=" + value);
                case "sslmode" -> {
                    if (!"system".equals(named.get("sslrootcert"))) {
                        query.add("sslmode=" + value);
                    }
                }
                default -> query.add(DRIVERS_NAMES.getOrDefault(name, name) + "=" + value);
            }
        });
        return query.toString();
    }
}
