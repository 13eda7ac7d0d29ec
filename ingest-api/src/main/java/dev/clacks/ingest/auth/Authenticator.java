package dev.clacks.ingest.auth;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.request.RequestHeaders;
import dev.clacks.ingest.request.Target;
import java.time.Instant;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Decides who is calling. Every reason not to believe a caller gives the same answer after the same work: two HMACs over
 * the body, with keys of our own where the application is unknown or has fewer. Pure.
 *
 * <p>One exception: where a live secret of the application could not be opened and no other one signed, the caller may well be
 * right, and 401 would make an SDK keep its events for good; so it hears 503, as everybody does while there are no credentials at
 * all. Meanwhile, and only of such applications, a stranger learns that the name he guessed is one. To hide that, every unknown
 * caller would have to hear 503 as long as one tenant's key is missing. Whoever sends a token proves that it is live first.
 */
public final class Authenticator {

    private static final SecretKeySpec NOBODY = Signature.key("nobody signs with this");

    private Authenticator() {}

    /** The caller of an authentic request. */
    public record Caller(
            KnownApplication application,
            Secret secret,
            @Nullable Token token) {

        /** Notes that its credentials were used. */
        public void used(Instant when) {
            secret.lastUse().at(when);
            if (token != null) {
                token.lastUse().at(when);
            }
        }
    }

    /** Why a caller is not believed: for metrics, never for the answer. */
    public enum Doubt {
        UNKNOWN_APPLICATION,
        UNKNOWN_TOKEN,
        WRONG_SIGNATURE,
        /** Signed by none of the secrets that could be opened, but one could not be. */
        SECRET_UNOPENED
    }

    /** Tells nobody but the metrics why a caller was not believed. */
    @FunctionalInterface
    public interface Doubts {
        void count(Doubt doubt);
    }

    /**
     * Checks application, token and signature together; only then, whether the token is of that application, may send
     * events, and whether the application is disabled.
     */
    public static Caller authenticate(
            Credentials credentials,
            Target target,
            RequestHeaders headers,
            byte[] body,
            int length,
            Instant now,
            Doubts doubts)
            throws RefusedException {
        String sent = headers.token();
        Token token = sent == null ? null : credentials.token(sent);
        boolean tokenHolds = sent == null ? target instanceof Target.Path : token != null && token.liveAt(now);
        KnownApplication application = switch (target) {
            case Target.Path path -> credentials.application(path);
            case Target.TokenOwner owner -> token == null ? null : credentials.application(token.appId());
        };
        Secret secret = signer(application, headers, body, length, now);
        if (application == null || secret == null || !tokenHolds) {
            Doubt doubt = application == null
                    ? Doubt.UNKNOWN_APPLICATION
                    : !tokenHolds
                            ? Doubt.UNKNOWN_TOKEN
                            : application.unopenedAt(now) > 0 ? Doubt.SECRET_UNOPENED : Doubt.WRONG_SIGNATURE;
            doubts.count(doubt);
            throw new RefusedException(
                    doubt == Doubt.SECRET_UNOPENED ? Refusal.credentialsUnavailable() : Refusal.unauthorized());
        }
        if (token != null && !token.appId().equals(application.appId())) {
            throw new RefusedException(Code.TOKEN_MISMATCH, "The token belongs to another application.");
        }
        if (token != null && !token.scopes().contains(Token.INGEST)) {
            throw new RefusedException(Code.INSUFFICIENT_SCOPE, "The token lacks the scope ingest.");
        }
        if (application.disabled()) {
            throw new RefusedException(Code.APP_DISABLED, "The application is disabled.");
        }
        return new Caller(application, secret, token);
    }

    /** The secret that signed; at most two are tried, and whoever fails had two tried. */
    private static @Nullable Secret signer(
            @Nullable KnownApplication application, RequestHeaders headers, byte[] body, int length, Instant now) {
        int tried = 0;
        if (application != null) {
            for (Secret secret : application.secrets()) {
                if (tried < 2 && secret.liveAt(now)) {
                    tried++;
                    if (signed(secret.key(), headers, body, length)) {
                        return secret;
                    }
                }
            }
        }
        for (; tried < 2; tried++) {
            if (signed(NOBODY, headers, body, length)) {
                return null;
            }
        }
        return null;
    }

    private static boolean signed(SecretKeySpec key, RequestHeaders headers, byte[] body, int length) {
        byte[] expected = Signature.sign(key, headers.timestamp(), headers.nonce(), body, length);
        return Signature.equal(expected, headers.signature());
    }
}
