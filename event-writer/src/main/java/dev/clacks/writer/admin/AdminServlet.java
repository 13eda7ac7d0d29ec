package dev.clacks.writer.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.AdminJson;
import dev.clacks.common.app.AdminToken;
import dev.clacks.common.app.UserErrorException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets whoever bears the admin token have operators' work done. Nothing about a request is looked at before its token; without
 * a configured token there is nothing to find.
 */
public final class AdminServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(AdminServlet.class);

    @SuppressWarnings("serial") // servlets are never serialised
    private final @Nullable AdminToken token;

    @SuppressWarnings("serial")
    private final AdminApi api;

    /** @param token null keeps the administration off */
    public AdminServlet(@Nullable AdminToken token, AdminApi api) {
        this.token = token;
        this.api = api;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int status = 200;
        Object answer;
        try {
            Actor actor = actor(request);
            AdminApi.Answer taken = api.take(actor, Request.of(request));
            status = taken.status();
            answer = taken.body();
        } catch (Refused e) {
            status = e.status();
            answer = error(e.code(), e.getMessage());
        } catch (IOException e) {
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = 503;
            answer = error("stopping", "The process is about to end.");
        } catch (Exception e) {
            status = status(e);
            answer = error(e);
        }
        write(response, status, AdminJson.line(answer));
    }

    private Actor actor(HttpServletRequest request) throws Refused {
        AdminToken opener = token;
        if (opener == null) {
            throw new Refused(404, "not_found", "The administration is off: configure an ADMIN_TOKEN.");
        }
        List<String> authorization = Collections.list(request.getHeaders("Authorization"));
        if (!opener.opens(authorization.size() == 1 ? authorization.getFirst() : null)) {
            throw new Refused(401, "unauthorized", "The admin token is missing or wrong.");
        }
        return Actor.bearer(opener);
    }

    private static int status(Exception e) {
        return switch (e) {
            case UserErrorException mendable -> 400;
            case SQLException database -> 503;
            case ExecutionException kafka -> 503;
            case TimeoutException kafka -> 503;
            default -> 500;
        };
    }

    private static Object error(Exception e) {
        return switch (e) {
            case UserErrorException mendable -> error("invalid_request", mendable.getMessage());
            case SQLException database -> {
                LOG.warn("PostgreSQL refused: SQLSTATE {}", database.getSQLState());
                yield error("database_unavailable", "PostgreSQL refused: SQLSTATE " + database.getSQLState());
            }
            case ExecutionException kafka -> error("kafka_unavailable", "Kafka cannot be used: " + kafka.getCause());
            case TimeoutException kafka -> error("kafka_unavailable", "Kafka does not answer.");
            default -> {
                LOG.error("an administrative request failed inside", e);
                yield error("internal_error", "The server failed: this is a bug of its own.");
            }
        };
    }

    private static Object error(String code, @Nullable String message) {
        return Map.of("error", Map.of("code", code, "message", String.valueOf(message)));
    }

    private static void write(HttpServletResponse response, int status, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        response.setStatus(status);
        response.setHeader("Cache-Control", "no-store");
        if (status == 401) {
            response.setHeader("WWW-Authenticate", "Bearer realm=\"clacks administration\"");
        }
        response.setContentType("application/json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
