package dev.clacks.ingest.server;

import dev.clacks.common.app.RequestIds;
import dev.clacks.common.db.SqlStates;
import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.answer.Shape;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A servlet that answers in JSON, errors in the protocol's nested shape. Unless it says otherwise its answers are not to be kept by anybody on
 * the way. Several threads call it at once.
 */
public abstract class JsonServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(JsonServlet.class);

    /**
     * The request's attribute that holds an {@code UnaryOperator<Refusal>}: what the caller hears instead of a refusal. The
     * door's port sets it, so that failed authentications are limited there whichever servlet finds them.
     */
    public static final String REFUSALS = JsonServlet.class.getName() + ".refusals";

    /**
     * The answer to a request.
     *
     * @throws RefusedException what the caller is told instead
     * @throws SQLException answered as 503 {@code database_unavailable} and logged
     */
    protected abstract Answer answer(HttpServletRequest request) throws RefusedException, IOException, SQLException;

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try (var context = new LogContext()) {
            context.put("request_id", String.valueOf(request.getAttribute(RequestIds.ATTRIBUTE)));
            write(response, answerOrRefusal(request));
        }
    }

    private Answer answerOrRefusal(HttpServletRequest request) throws IOException {
        try {
            return answer(request);
        } catch (RefusedException e) {
            return Answer.refusal(heard(request, e.refusal()), Shape.NESTED);
        } catch (SQLException e) {
            LOG.warn("{} cannot use PostgreSQL: SQLSTATE {}, {}", getServletName(), e.getSQLState(), e.getMessage());
            return Answer.refusal(unavailable(e), Shape.NESTED);
        } catch (RuntimeException e) {
            LOG.error("{} failed inside", getServletName(), e);
            return Answer.refusal(
                    Refusal.of(Code.INTERNAL_ERROR, "The server failed: this is a bug of its own."), Shape.NESTED);
        }
    }

    private static Refusal unavailable(SQLException e) {
        return SqlStates.TOOK_TOO_LONG.equals(e.getSQLState())
                ? Refusal.of(
                        Code.DATABASE_UNAVAILABLE,
                        "PostgreSQL took longer than %d s and was told to stop: ask for less at once."
                                .formatted(Pool.STATEMENT_SECONDS))
                : Refusal.retry(Code.DATABASE_UNAVAILABLE, "PostgreSQL cannot be used: come again later.", 5);
    }

    @SuppressWarnings("unchecked") // whoever sets it sets this
    private static Refusal heard(HttpServletRequest request, Refusal refusal) {
        var refusals = (UnaryOperator<Refusal>) request.getAttribute(REFUSALS);
        return refusals == null ? refusal : refusals.apply(refusal);
    }

    private static void write(HttpServletResponse response, Answer answer) throws IOException {
        response.setStatus(answer.status());
        response.setHeader("Cache-Control", "no-store");
        answer.headers().forEach(header -> response.setHeader(header.name(), header.value()));
        if (answer.body().length > 0) {
            response.setContentType("application/json");
            response.setContentLength(answer.body().length);
            response.getOutputStream().write(answer.body());
        }
    }
}
