package dev.clacks.ingest.usage;

import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.JsonText;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.auth.BearerAuthenticator;
import dev.clacks.ingest.auth.BearerAuthenticator.Bearer;
import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.server.JsonServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.time.InstantSource;
import java.util.Collections;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/v1/apps/{app}/staging-usage}: what a staging application has used of its month. From memory, as the quota
 * itself: asking often costs nobody anything.
 *
 * <p>Any live token of the application will do. Whoever names another application than the token's hears 403, whether there
 * is one of that name or not. A production application has no quota of its own but its organisation's, which a token that
 * ships inside a client program must not read: 404.
 */
public final class StagingUsageServlet extends JsonServlet {

    private static final long serialVersionUID = 1L;
    private static final String SUFFIX = "/staging-usage";

    private final transient BearerAuthenticator bearers;
    private final transient QuotaBook book;
    private final transient InstantSource clock;

    public StagingUsageServlet(BearerAuthenticator bearers, QuotaBook book, InstantSource clock) {
        this.bearers = bearers;
        this.book = book;
        this.clock = clock;
    }

    @Override
    protected Answer answer(HttpServletRequest request) throws RefusedException {
        Bearer bearer = bearers.authenticate(Collections.list(request.getHeaders("Authorization")));
        KnownApplication application = bearer.application();
        if (!named(request.getPathInfo(), application)) {
            throw new RefusedException(Code.TOKEN_MISMATCH, "The token belongs to another application.");
        }
        if (application.disabled()) {
            throw new RefusedException(Code.APP_DISABLED, "The application is disabled.");
        }
        Usage usage = application.staging() ? book.of(application, clock.instant()) : null;
        if (usage == null) {
            throw new RefusedException(Code.NOT_FOUND, "The application is no staging application.");
        }
        if (!book.known(application)) {
            throw new RefusedException(
                    Refusal.retry(Code.DATABASE_UNAVAILABLE, "The usage was not read yet: come again later.", 5));
        }
        var text = new JsonText()
                .open('{')
                .member("events_this_month", Math.max(0, usage.used()))
                .member("events_limit", usage.limit())
                .member("events_remaining", usage.remaining())
                .close('}');
        return Answer.json(200, "success", text);
    }

    /** Whether the path names the application, by its id or UUID. */
    private static boolean named(@Nullable String path, KnownApplication application) {
        return path != null
                && path.endsWith(SUFFIX)
                && application.isNamed(path.substring(1, path.length() - SUFFIX.length()));
    }
}
