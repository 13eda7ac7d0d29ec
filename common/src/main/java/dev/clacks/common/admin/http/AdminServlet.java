package dev.clacks.common.admin.http;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AdminJson;
import dev.clacks.common.admin.AdminToken;
import dev.clacks.common.app.RequestIds;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Lets whoever bears the admin token call the routes. Nothing about a request is looked at before its token; without a
 * configured token there is nothing to find. Several threads call it at once.
 */
@SuppressWarnings("serial") // servlets are never serialised
public final class AdminServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final int BODY_BYTES = 64 * 1024;

    private final @Nullable AdminToken token;
    private final AdminTries tries;
    private final List<Route> routes;
    private final Failures failures;

    /**
     * The administration of a service.
     *
     * @param token null keeps it off
     * @param statementTimeout after which PostgreSQL ends a statement of the routes' actions
     */
    public AdminServlet(@Nullable AdminToken token, AdminTries tries, List<Route> routes, Duration statementTimeout) {
        this.token = token;
        this.tries = tries;
        this.routes = List.copyOf(routes);
        this.failures = new Failures(statementTimeout);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try (var _ = MDC.putCloseable("request_id", String.valueOf(request.getAttribute(RequestIds.ATTRIBUTE)))) {
            Answer answer;
            Map<String, String> headers = Map.of();
            try {
                answer = answer(request);
            } catch (IOException e) {
                throw e; // the caller is gone
            } catch (Exception e) {
                if (e instanceof InterruptedException) {
                    Thread.currentThread().interrupt();
                }
                CallRefusedException refused = failures.refusal(e);
                answer = new Answer(refused.status(), refused.body());
                headers = refused.headers();
            }
            write(response, answer, headers);
        }
    }

    private Answer answer(HttpServletRequest request) throws Exception {
        Actor actor = actor(request);
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        List<String> segments =
                List.of(path.substring(Math.min(1, path.length())).split("/", -1));
        Route route = route(request.getMethod(), segments);
        List<String> names = route.match(segments);
        Map<String, String> query = QueryString.parse(request.getQueryString());
        route.check(query.keySet());
        Object result = route.action().take(new Call(actor, names == null ? List.of() : names, query, body(request)));
        return result instanceof Answer own ? own : new Answer(route.status(), result);
    }

    private Actor actor(HttpServletRequest request) throws CallRefusedException {
        AdminToken opener = token;
        if (opener == null) {
            throw new CallRefusedException(AdminCode.NOT_FOUND, "The administration is off: configure an ADMIN_TOKEN.");
        }
        List<String> authorization = Collections.list(request.getHeaders("Authorization"));
        if (!opener.opens(authorization.size() == 1 ? authorization.getFirst() : null)) {
            if (!authorization.isEmpty()) {
                tries.failed(request.getRemoteAddr());
            }
            throw new CallRefusedException(AdminCode.UNAUTHORIZED, "The admin token is missing or wrong.")
                    .with("WWW-Authenticate", "Bearer realm=\"clacks administration\"");
        }
        return Actor.bearer(opener);
    }

    private Route route(String method, List<String> segments) throws CallRefusedException {
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
            throw new CallRefusedException(AdminCode.NOT_FOUND, "Nothing is served here.");
        }
        String methods = String.join(", ", allowed);
        throw new CallRefusedException(AdminCode.METHOD_NOT_ALLOWED, "Only " + methods + " is served here.")
                .with("Allow", methods);
    }

    private static byte[] body(HttpServletRequest request) throws CallRefusedException, IOException {
        byte[] body = request.getInputStream().readNBytes(BODY_BYTES + 1);
        if (body.length > BODY_BYTES) {
            throw new CallRefusedException(
                    AdminCode.PAYLOAD_TOO_LARGE, "The body is larger than " + BODY_BYTES + " bytes.");
        }
        if (body.length > 0 && !JsonMediaType.isIn(Collections.list(request.getHeaders("Content-Type")))) {
            throw new CallRefusedException(AdminCode.UNSUPPORTED_MEDIA_TYPE, JsonMediaType.REQUIRED);
        }
        return body;
    }

    private static void write(HttpServletResponse response, Answer answer, Map<String, String> headers)
            throws IOException {
        byte[] json = AdminJson.indented(answer.body());
        response.setStatus(answer.status());
        response.setHeader("Cache-Control", "no-store");
        headers.forEach(response::setHeader);
        response.setContentType("application/json");
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
    }
}
