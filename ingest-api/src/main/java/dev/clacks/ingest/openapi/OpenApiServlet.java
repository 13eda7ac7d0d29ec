package dev.clacks.ingest.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.server.JsonServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;

/** {@code GET /openapi.json}. */
public final class OpenApiServlet extends JsonServlet {

    private static final long serialVersionUID = 1L;

    @SuppressWarnings("serial") // servlets are never serialised
    private final Answer document;

    public OpenApiServlet(OpenApi which) {
        this.document = new Answer(
                200, "success", List.of(), which.document().toString().getBytes(UTF_8));
    }

    @Override
    protected Answer answer(HttpServletRequest request) {
        return document;
    }
}
