package dev.clacks.ingest.auth;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.request.RequestHeaders;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Decides who reads: callers that prove themselves by a bearer token alone, without a signature. A token that is new here is
 * waited for, as the door waits for those of batches. Thread-safe.
 */
public final class BearerAuthenticator {

    /** Callers who may wait for the database, each with one of the server's threads: batches need the others. */
    private static final int WAITERS = 4;

    private final CredentialStore store;
    private final InstantSource clock;
    private final Semaphore waiters = new Semaphore(WAITERS);

    public BearerAuthenticator(CredentialStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

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

    /** Everybody who is known now; 503 where the credentials are too old to be believed. */
    public Credentials credentials() throws RefusedException {
        Credentials known = store.current();
        if (known == null) {
            throw new RefusedException(Refusal.credentialsUnavailable());
        }
        return known;
    }

    /**
     * The bearer of the one token that is sent; notes its use. May block for {@link CredentialStore#PATIENCE}.
     *
     * @param authorization the values of the header
     * @throws RefusedException 401 for every reason not to believe it; 503 without credentials
     */
    public Bearer authenticate(List<String> authorization) throws RefusedException {
        String sent = RequestHeaders.token(authorization);
        Bearer bearer = find(sent);
        if (bearer == null && sent != null && lookedAgain()) {
            bearer = find(sent);
        }
        if (bearer == null) {
            throw new RefusedException(Refusal.unauthorized());
        }
        bearer.token().lastUse().at(clock.instant());
        return bearer;
    }

    private @Nullable Bearer find(@Nullable String sent) throws RefusedException {
        Credentials known = credentials();
        Token token = sent == null ? null : known.token(sent);
        KnownApplication application =
                token == null || !token.liveAt(clock.instant()) ? null : known.application(token.appId());
        return token == null || application == null ? null : new Bearer(token, application);
    }

    private boolean lookedAgain() {
        CompletableFuture<Void> look = store.refreshForUnknown();
        if (look == null || !waiters.tryAcquire()) {
            return false;
        }
        try {
            look.join();
            return true;
        } finally {
            waiters.release();
        }
    }
}
