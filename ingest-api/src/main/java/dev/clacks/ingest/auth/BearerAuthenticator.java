package dev.clacks.ingest.auth;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.request.RequestHeaders;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides who reads: callers that prove themselves by a bearer token alone, without a signature. */
public final class BearerAuthenticator {

    private BearerAuthenticator() {}

    /** The bearer of a live token, and the application that the token is of. */
    public record Bearer(Token token, KnownApplication application) {

        /** Refuses a token that has none of these scopes. */
        public void require(Collection<String> scopes) throws RefusedException {
            if (Collections.disjoint(token.scopes(), scopes)) {
                throw new RefusedException(
                        Code.INSUFFICIENT_SCOPE, "The token lacks the scope " + String.join(" or ", scopes) + ".");
            }
        }
    }

    /**
     * The bearer of the one token that is sent; notes its use.
     *
     * @param credentials null where they are too old to be believed
     * @param authorization the values of the header
     * @throws RefusedException 401 for every reason not to believe it; 503 without credentials
     */
    public static Bearer authenticate(@Nullable Credentials credentials, List<String> authorization, Instant now)
            throws RefusedException {
        if (credentials == null) {
            throw new RefusedException(
                    Refusal.retry(Code.AUTH_UNAVAILABLE, "The credentials cannot be read: come again later.", 5));
        }
        String sent = RequestHeaders.token(authorization);
        Token token = sent == null ? null : credentials.token(sent);
        KnownApplication application =
                token == null || !token.liveAt(now) ? null : credentials.application(token.appId());
        if (token == null || application == null) {
            throw new RefusedException(Refusal.unauthorized());
        }
        token.lastUse().at(now);
        return new Bearer(token, application);
    }
}
