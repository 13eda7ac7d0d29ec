package dev.clacks.ingest.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.common.app.AdminToken;
import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.answer.Shape;
import dev.clacks.ingest.request.RequestHeaders;
import dev.clacks.ingest.tenants.Actor;
import dev.clacks.ingest.tenants.TenantException;
import dev.clacks.ingest.tenants.TenantJson;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets whoever bears the admin token call the routes. Nothing about a request is looked at before its token; without a
 * configured token there is nothing to find. Answers are never to be kept by anybody on the way.
 */
public final class AdminServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(AdminServlet.class);
    private static final int BODY_BYTES = 64 * 1024;

    @SuppressWarnings("serial") // servlets are never serialised
    private final @Nullable AdminToken token;

    @SuppressWarnings("serial")
    private final List<Route> routes;

    /** @param token null keeps the administration off */
    public AdminServlet(@Nullable AdminToken token, AdminApi api) {
        this.token = token;
        this.routes = List.copyOf(api.routes());
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Cache-Control", "no-store");
        try {
            answer(request, response);
        } catch (RefusedException e) {
            refuse(response, e.refusal());
        } catch (TenantException e) {
            Code code = switch (e.kind()) {
                case INVALID -> Code.INVALID_REQUEST;
                case NOT_FOUND -> Code.NOT_FOUND;
                case CONFLICT -> Code.CONFLICT;
            };
            refuse(response, Refusal.of(code, String.valueOf(e.getMessage())));
        } catch (SQLException e) {
            LOG.warn("the administration cannot use PostgreSQL: SQLSTATE {}, {}", e.getSQLState(), e.getMessage());
            refuse(response, Refusal.retry(Code.DATABASE_UNAVAILABLE, "PostgreSQL cannot be used: see the log.", 5));
        } catch (RuntimeException e) {
            LOG.error("a call of the administration failed inside", e);
            refuse(response, Refusal.of(Code.INTERNAL_ERROR, "The server failed: this is a bug of its own."));
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response)
            throws RefusedException, IOException, SQLException {
        AdminToken opener = token;
        if (opener == null) {
            throw new RefusedException(Code.NOT_FOUND, "The administration is off: configure an ADMIN_TOKEN.");
        }
        List<String> authorization = Collections.list(request.getHeaders("Authorization"));
        if (!opener.opens(authorization.size() == 1 ? authorization.getFirst() : null)) {
            throw new RefusedException(Refusal.of(Code.UNAUTHORIZED, "The admin token is missing or wrong.")
                    .with("WWW-Authenticate", "Bearer realm=\"clacks administration\""));
        }
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        List<String> segments =
                List.of(path.substring(Math.min(1, path.length())).split("/", -1));
        Route route = route(request.getMethod(), segments);
        List<String> names = route.match(segments);
        Object result = route.action()
                .take(new Call(
                        Actor.bearer(opener),
                        names == null ? List.of() : names,
                        query(request.getQueryString()),
                        body(request)));
        write(response, route.status(), TenantJson.write(result));
    }

    private Route route(String method, List<String> segments) throws RefusedException {
        var allowed = new TreeSet<String>();
        for (Route route : routes) {
            if (route.match(segments) != null) {
                if (route.method().equals(method)) {
                    return route;
                }
                allowed.add(route.method());
            }
        }
        if (allowed.isEmpty()) {
            throw new RefusedException(Code.NOT_FOUND, "Nothing is served here.");
        }
        String methods = String.join(", ", allowed);
        throw new RefusedException(Refusal.of(Code.METHOD_NOT_ALLOWED, "Only " + methods + " is served here.")
                .with("Allow", methods));
    }

    /** Of the path alone: a servlet's own parameters may come out of the body. */
    private static Map<String, String> query(@Nullable String text) {
        var query = new HashMap<String, String>();
        for (String pair : text == null ? new String[0] : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (query.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1))) != null) {
                throw TenantException.invalid("a parameter is given more than once");
            }
        }
        return query;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, UTF_8);
        } catch (IllegalArgumentException e) {
            throw TenantException.invalid("a percent sign in the query is not followed by two hex digits");
        }
    }

    private static byte[] body(HttpServletRequest request) throws RefusedException, IOException {
        byte[] body = request.getInputStream().readNBytes(BODY_BYTES + 1);
        if (body.length > BODY_BYTES) {
            throw new RefusedException(Code.PAYLOAD_TOO_LARGE, "The body is larger than " + BODY_BYTES + " bytes.");
        }
        if (body.length > 0) {
            RequestHeaders.checkMediaType(Collections.list(request.getHeaders("Content-Type")));
        }
        return body;
    }

    private static void refuse(HttpServletResponse response, Refusal refusal) throws IOException {
        Answer answer = Answer.refusal(refusal, Shape.NESTED);
        answer.headers().forEach(header -> response.setHeader(header.name(), header.value()));
        write(response, answer.status(), answer.body());
    }

    private static void write(HttpServletResponse response, int status, byte[] json) throws IOException {
        response.setStatus(status);
        response.setContentType("application/json");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
