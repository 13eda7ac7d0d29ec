package dev.clacks.writer.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.common.admin.AdminJson;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.writer.failed.FailedFilter;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request of the admin API.
 *
 * @param method the HTTP method
 * @param path what stands below {@code /api/v1}
 * @param query the query's parameters, each given once
 * @param body empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // a value on its way, never compared
record Request(String method, List<String> path, Map<String, String> query, byte[] body) {

    private static final int BODY_BYTES = 64 * 1024;
    private static final int MOST = 10_000;
    private static final int USUAL = 50;

    static Request of(HttpServletRequest request) throws Refused, IOException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        byte[] body = request.getInputStream().readNBytes(BODY_BYTES + 1);
        if (body.length > BODY_BYTES) {
            throw new Refused(413, "payload_too_large", "The body is larger than " + BODY_BYTES + " bytes.");
        }
        return new Request(
                request.getMethod(),
                List.of(path.substring(Math.min(1, path.length())).split("/", -1)),
                query(request.getQueryString()),
                body);
    }

    /** The body, whose members are those of the record and no others. */
    <T> T body(Class<T> type) {
        return AdminJson.body(body, type);
    }

    @Nullable
    String parameter(String name) {
        return query.get(name);
    }

    /** How many the caller wants at once. */
    int limit() {
        String text = query.get("limit");
        try {
            int limit = text == null ? USUAL : Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // said below
        }
        throw new UserErrorException("limit is a number from 1 to " + MOST);
    }

    /** The failed events that the query means. */
    FailedFilter filter() {
        return new FailedFilter(
                query.get("org"),
                query.get("app"),
                query.get("code"),
                query.get("field"),
                query.get("fingerprint"),
                time("since"),
                time("until"));
    }

    private @Nullable Instant time(String name) {
        String text = query.get(name);
        try {
            return text == null ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new UserErrorException(name + " is a time such as 2026-11-25T10:00:00Z");
        }
    }

    private static Map<String, String> query(@Nullable String text) {
        var query = new HashMap<String, String>();
        for (String pair : text == null ? new String[0] : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            try {
                if (query.put(name, equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), UTF_8)) != null) {
                    throw new UserErrorException("a parameter is given more than once");
                }
            } catch (IllegalArgumentException e) {
                throw new UserErrorException("a percent sign in the query is not followed by two hex digits");
            }
        }
        return query;
    }
}
