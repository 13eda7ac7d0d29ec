package dev.clacks.ingest.tenants;

import dev.clacks.common.admin.WishException;
import dev.clacks.ingest.auth.Token;
import dev.clacks.ingest.request.Names;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an administrator may wish for. Pure. */
final class Checks {

    private static final Pattern TIER = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");
    private static final List<String> SCOPES = List.of(Token.INGEST, Token.READ, Token.READ_ORG);
    private static final String FREE = "free";
    private static final Duration OVERLAP = Duration.ofHours(24);
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Checks() {}

    static String id(String id) {
        if (!Names.isId(id)) {
            throw WishException.invalid("an id is 1 to 255 characters of A-Z a-z 0-9 . _ -");
        }
        return id;
    }

    static String name(@Nullable String name) {
        return text("a name", name, 1);
    }

    /** The name of a token may be empty. */
    static String label(@Nullable String name) {
        return name == null ? "" : text("a token's name", name, 0);
    }

    private static String text(String what, @Nullable String text, int shortest) {
        int length = text == null ? 0 : text.codePointCount(0, text.length());
        if (text == null || length < shortest || length > 255) {
            throw WishException.invalid(what + " is " + shortest + " to 255 characters");
        }
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw WishException.invalid(what + " holds no control characters");
        }
        return text;
    }

    /** Free, unless another is asked for. */
    static String tier(@Nullable String wanted) {
        String tier = wanted == null ? FREE : wanted;
        if (!TIER.matcher(tier).matches()) {
            throw WishException.invalid("a tier is 1 to 63 characters of a-z 0-9 _ - and begins with none of _ -");
        }
        return tier;
    }

    /** Production, unless staging is asked for. */
    static String environment(@Nullable String wanted) {
        String environment = wanted == null ? Application.PRODUCTION : wanted;
        if (!environment.equals(Application.PRODUCTION) && !environment.equals(Application.STAGING)) {
            throw WishException.invalid("an environment is production or staging");
        }
        return environment;
    }

    /** What ships inside client programs, unless more is asked for. */
    static Set<String> scopes(@Nullable Set<String> wanted) {
        Set<String> scopes = wanted == null ? Set.of(Token.INGEST) : wanted;
        if (scopes.isEmpty() || !SCOPES.containsAll(scopes)) {
            throw WishException.invalid("the scopes are one or more of " + String.join(", ", SCOPES));
        }
        return new TreeSet<>(scopes);
    }

    /** A time from now on; null for none. */
    static @Nullable Duration expiry(@Nullable String text) {
        Duration duration = text == null ? null : duration("expires_in", text);
        if (duration != null && (duration.toSeconds() < 1 || duration.compareTo(LONGEST) > 0)) {
            throw WishException.invalid("an expiry is between 1 s and 36500 d from now");
        }
        return duration;
    }

    /** A day, unless another is asked for. */
    static Duration overlap(@Nullable String text) {
        Duration duration = text == null ? OVERLAP : duration("overlap", text);
        if (duration.isNegative() || duration.compareTo(LONGEST) > 0) {
            throw WishException.invalid("an overlap is between 0 s and 36500 d");
        }
        return duration;
    }

    private static Duration duration(String what, String text) {
        try {
            return io.dropwizard.util.Duration.parse(text).toJavaDuration();
        } catch (IllegalArgumentException e) {
            throw WishException.invalid(what + " is a duration such as 90 d, 24h or 10 min");
        }
    }
}
