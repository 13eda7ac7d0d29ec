package dev.clacks.ingest.request;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RefusedException;
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
     * @throws RefusedException 400 where one is given twice, cannot be decoded or holds U+0000, which no text of PostgreSQL's may
     */
    public static Map<String, String> parse(@Nullable String text) throws RefusedException {
        var query = new HashMap<String, String>();
        for (String pair : text == null || text.isEmpty() ? new String[0] : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (query.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
                throw invalid("a parameter is given more than once");
            }
        }
        return query;
    }

    private static String decode(String text) throws RefusedException {
        String decoded;
        try {
            decoded = URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw invalid("a percent sign in the query is not followed by two hex digits");
        }
        if (decoded.indexOf('\0') >= 0) {
            throw invalid("a parameter holds U+0000");
        }
        return decoded;
    }

    private static RefusedException invalid(String message) {
        return new RefusedException(Code.INVALID_REQUEST, message);
    }
}
