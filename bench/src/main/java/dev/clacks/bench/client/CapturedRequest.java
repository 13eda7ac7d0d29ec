package dev.clacks.bench.client;

import dev.clacks.common.app.UserErrorException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The head of a request that was recorded: a line {@code Name: value} for each header, and before them, where it is known, the
 * request line.
 *
 * @param path the two names in {@code /v1/ingest/{org}/{app}}; null where the request line is absent or names another path
 * @param headers in their order
 */
public record CapturedRequest(@Nullable Names path, List<Header> headers) {

    private static final Pattern REQUEST_LINE = Pattern.compile("[A-Z]+ (?:https?://[^/ ]+)?(/\\S*)( HTTP/[0-9.]+)?");
    private static final Pattern INGEST = Pattern.compile("/v1/(?:ingest|doctor)/([^/?]+)/([^/?]+)");

    /** A header; {@code toString} does not show its value, which may be a token. */
    public record Header(String name, String value) {
        @Override
        public String toString() {
            return "Header[" + name + "]";
        }
    }

    /** What a path names. */
    public record Names(String org, String app) {}

    /**
     * Reads the text of a head.
     *
     * @param name of the file, for messages
     * @throws UserErrorException where a line is neither
     */
    public static CapturedRequest parse(String text, String name) {
        Names path = null;
        var headers = new ArrayList<Header>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String bare = (line.startsWith(">") ? line.substring(1) : line).strip();
            Matcher start = REQUEST_LINE.matcher(bare);
            int colon = bare.indexOf(':');
            if (headers.isEmpty() && start.matches()) {
                Matcher ingest = INGEST.matcher(start.group(1));
                path = ingest.matches() ? new Names(ingest.group(1), ingest.group(2)) : null;
            } else if (colon > 0) {
                headers.add(new Header(
                        bare.substring(0, colon).strip(),
                        bare.substring(colon + 1).strip()));
            } else if (!bare.isEmpty()) {
                throw new UserErrorException(
                        name + ", line " + number + ": expected is a header such as X-Timestamp: 1795489071");
            }
        }
        if (headers.isEmpty()) {
            throw new UserErrorException(name + " holds no headers");
        }
        return new CapturedRequest(path, List.copyOf(headers));
    }
}
