package dev.clacks.ingest.admin;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AdminJson;
import dev.clacks.common.app.AdminToken;
import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.request.QueryString;
import dev.clacks.ingest.request.RequestHeaders;
import dev.clacks.ingest.server.JsonServlet;
import dev.clacks.ingest.tenants.TenantException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Lets whoever bears the admin token call the routes. Nothing about a request is looked at before its token; without a
 * configured token there is nothing to find.
 */
public final class AdminServlet extends JsonServlet {

    private static final long serialVersionUID = 1L;
    private static final int BODY_BYTES = 64 * 1024;

    @SuppressWarnings("serial") // servlets are never serialised
    private final @Nullable AdminToken token;

    @SuppressWarnings("serial")
    private final AdminTries tries;

    @SuppressWarnings("serial")
    private final List<Route> routes;

    /** @param token null keeps the administration off */
    public AdminServlet(@Nullable AdminToken token, AdminTries tries, AdminApi api) {
        this.token = token;
        this.tries = tries;
        this.routes = List.copyOf(api.routes());
    }

    @Override
    protected Answer answer(HttpServletRequest request) throws RefusedException, IOException, SQLException {
        AdminToken opener = token;
        if (opener == null) {
            throw new RefusedException(Code.NOT_FOUND, "The administration is off: configure an ADMIN_TOKEN.");
        }
        List<String> authorization = Collections.list(request.getHeaders("Authorization"));
        if (!opener.opens(authorization.size() == 1 ? authorization.getFirst() : null)) {
            if (!authorization.isEmpty()) {
                tries.failed(request.getRemoteAddr());
            }
            throw new RefusedException(Refusal.of(Code.UNAUTHORIZED, "The admin token is missing or wrong.")
                    .with("WWW-Authenticate", "Bearer realm=\"clacks administration\""));
        }
        try {
            return take(request, Actor.bearer(opener));
        } catch (TenantException e) {
            Code code = switch (e.kind()) {
                case INVALID -> Code.INVALID_REQUEST;
                case NOT_FOUND -> Code.NOT_FOUND;
                case CONFLICT -> Code.CONFLICT;
            };
            throw new RefusedException(code, String.valueOf(e.getMessage()));
        }
    }

    private Answer take(HttpServletRequest request, Actor actor) throws RefusedException, IOException, SQLException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        List<String> segments =
                List.of(path.substring(Math.min(1, path.length())).split("/", -1));
        Route route = route(request.getMethod(), segments);
        List<String> names = route.match(segments);
        Object result = route.action()
                .take(new Call(
                        actor,
                        names == null ? List.of() : names,
                        QueryString.parse(request.getQueryString()),
                        body(request)));
        return new Answer(route.status(), "success", List.of(), AdminJson.indented(result));
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
}
