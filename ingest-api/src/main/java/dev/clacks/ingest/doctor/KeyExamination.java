package dev.clacks.ingest.doctor;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.auth.BearerAuthenticator.Bearer;
import dev.clacks.ingest.auth.Credentials;
import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.auth.Secret;
import dev.clacks.ingest.auth.Token;
import dev.clacks.ingest.doctor.KeyHistory.SentToken;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at application, token and secrets: who calls, and whether that one may. For one request. */
final class KeyExamination {

    private static final String UNOPENED =
            "The server cannot open a live secret: its operator has to mend that, see its log.";

    private final Credentials credentials;
    private final Specimen specimen;
    private final Head head;
    private final Instant now;
    private final Diagnosis diagnosis;

    KeyExamination(Credentials credentials, Specimen specimen, Head head, Diagnosis diagnosis) {
        this.credentials = credentials;
        this.specimen = specimen;
        this.head = head;
        this.now = specimen.receivedAt();
        this.diagnosis = diagnosis;
    }

    /**
     * Whose request it is: the path's application for the administrator; for anybody else the token's, and nothing is told
     * about what other applications there are.
     */
    @Nullable
    KnownApplication application() {
        KnownApplication named = credentials.application(specimen.path());
        Bearer bearer = specimen.bearer();
        if (bearer == null) {
            if (named == null) {
                diagnosis.fails(
                        Step.Name.APPLICATION,
                        Code.UNAUTHORIZED,
                        "The path names no application: neither organisation and application, nor application and any label.",
                        null);
            } else {
                named(named);
            }
            return named;
        }
        KnownApplication own = bearer.application();
        if (named != null && named.appId().equals(own.appId())) {
            named(own);
        } else {
            diagnosis.fails(
                    Step.Name.APPLICATION,
                    Code.UNAUTHORIZED,
                    "The path does not name the token's application.",
                    "Send to /v1/ingest/" + own.orgId() + "/" + own.appId() + " or /v1/ingest/" + own.orgUuid() + "/"
                            + own.appUuid() + ".");
        }
        return own;
    }

    private void named(KnownApplication application) {
        diagnosis.passes(
                Step.Name.APPLICATION,
                "The path names the application " + application.appId() + " of " + application.orgId() + ".");
    }

    /** Whether the token is live; and how many secrets are. */
    void liveness(KnownApplication application, @Nullable KeyHistory history) {
        token(history == null ? null : history.token());
        long live = live(application).size();
        diagnosis.fact("secrets_live", live);
        String dead = "those that are not cannot be counted, PostgreSQL is away.";
        if (history != null) {
            diagnosis.fact("secrets_expired", history.expired());
            diagnosis.fact("secrets_revoked", history.revoked());
            dead = history.expired() + " expired, " + history.revoked() + " revoked.";
        }
        long unopened = application.unopenedAt(now);
        if (unopened > 0) {
            diagnosis.fact("secrets_unopened", unopened);
        }
        if (live > 0) {
            diagnosis.passes(Step.Name.SECRETS, live + " live, " + dead, unopened > 0 ? UNOPENED : null);
        } else if (unopened > 0) {
            diagnosis.fails(
                    Step.Name.SECRETS,
                    Code.AUTH_UNAVAILABLE,
                    "No live secret can be opened by this server; " + dead,
                    UNOPENED);
        } else {
            diagnosis.fails(
                    Step.Name.SECRETS,
                    Code.UNAUTHORIZED,
                    "The application has no live secret; " + dead,
                    "Let an administrator make one.");
        }
    }

    /** The secrets that the door would try. */
    List<Secret> live(KnownApplication application) {
        return application.secrets().stream()
                .filter(secret -> secret.liveAt(now))
                .limit(2)
                .toList();
    }

    /** What the door answers where none of them signed. */
    Code unsigned(KnownApplication application) {
        return application.unopenedAt(now) > 0 ? Code.AUTH_UNAVAILABLE : Code.UNAUTHORIZED;
    }

    /** What is asked only of authentic requests. */
    void permission(KnownApplication application) {
        Token token = head.token() == null ? null : credentials.token(head.token());
        if (token != null) {
            if (token.appId().equals(application.appId())) {
                diagnosis.passes(Step.Name.TOKEN_APPLICATION, "The token is the application's own.");
            } else {
                diagnosis.fails(
                        Step.Name.TOKEN_APPLICATION,
                        Code.TOKEN_MISMATCH,
                        "The token belongs to another application.",
                        null);
            }
            if (token.scopes().contains(Token.INGEST)) {
                diagnosis.passes(Step.Name.SCOPE, "The token may send events.");
            } else {
                diagnosis.fails(
                        Step.Name.SCOPE,
                        Code.INSUFFICIENT_SCOPE,
                        "The token lacks the scope ingest.",
                        "Use a token with that scope, or send none to /v1/ingest.");
            }
        }
        if (application.disabled()) {
            diagnosis.fails(Step.Name.ENABLED, Code.APP_DISABLED, "The application is disabled.", null);
        } else {
            diagnosis.passes(Step.Name.ENABLED, "The application is enabled.");
        }
    }

    private void token(@Nullable SentToken row) {
        String sent = head.token();
        if (sent == null) {
            return;
        }
        Token token = credentials.token(sent);
        if (token != null && token.liveAt(now)) {
            diagnosis.passes(
                    Step.Name.TOKEN,
                    "The token is live" + (token.expiresAt() == null ? "." : " until " + token.expiresAt() + "."));
            return;
        }
        if (row != null && row.liveAt(now)) {
            diagnosis.fails(
                    Step.Name.TOKEN,
                    Code.UNAUTHORIZED,
                    "The token is live, but this replica does not know of it yet.",
                    "Try again in some seconds.");
            return;
        }
        String state = row == null
                ? "unknown"
                : row.revokedAt() != null ? "revoked since " + row.revokedAt() : "expired since " + row.expiresAt();
        diagnosis.fails(
                Step.Name.TOKEN,
                Code.UNAUTHORIZED,
                "The token is " + state + ".",
                "Send a live one, or none to /v1/ingest.");
    }
}
