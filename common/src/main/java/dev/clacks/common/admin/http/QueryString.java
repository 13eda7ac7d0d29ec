package dev.clacks.common.admin.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.common.app.UserErrorException;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters of a request's path. A servlet's own parameters may come out of the body, so they are not asked. */
public final class QueryString {

    private QueryString() {}

    /**
     * The parameters by name, each given once.
     *
     * @param text what stands after the question mark; null where there is none
     * @throws UserErrorException where one is given twice, cannot be decoded or holds U+0000, which no text of PostgreSQL's may
     */
    public static Map<String, String> parse(@Nullable String text) {
        var query = new HashMap<String, String>();
        for (String pair : text == null || text.isEmpty() ? new String[0] : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (query.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
                throw new UserErrorException("a parameter is given more than once");
            }
        }
        return query;
    }

    private static String decode(String text) {
        String decoded;
        try {
            decoded = URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UserErrorException("a percent sign in the query is not followed by two hex digits");
        }
        if (decoded.indexOf('\0') >= 0) {
            throw new UserErrorException("a parameter holds U+0000");
        }
        return decoded;
    }
}
