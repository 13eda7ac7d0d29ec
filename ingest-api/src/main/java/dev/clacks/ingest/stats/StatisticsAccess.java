package dev.clacks.ingest.stats;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.auth.BearerAuthenticator.Bearer;
import dev.clacks.ingest.auth.Credentials;
import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.auth.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose counts a caller may see. What the token may do at all comes before what it asks for: tokens that ship inside client
 * programs learn nothing about names. Whether the application is disabled does not matter: what it sent may still be counted.
 *
 * @param orgId canonical id
 * @param appId canonical id; null for all applications of the organisation
 */
record StatisticsAccess(String orgId, @Nullable String appId) {

    /**
     * Decides. An organisation is open to the tokens of its applications with {@code read_org}; an application to these and
     * to its own with {@code read}.
     *
     * @param names of the path: an organisation, or an organisation and one of its applications
     * @throws RefusedException 403 for a token that may not; 401 for names that there are not
     */
    static StatisticsAccess of(Credentials credentials, Bearer bearer, String... names) throws RefusedException {
        boolean whole = names.length == 1;
        bearer.require(whole ? List.of(Token.READ_ORG) : List.of(Token.READ, Token.READ_ORG));
        String organisation = credentials.organisation(names[0]);
        KnownApplication application = whole ? null : credentials.application(names[1]);
        if (organisation == null
                || (!whole && (application == null || !application.orgId().equals(organisation)))) {
            throw new RefusedException(Refusal.unauthorized());
        }
        KnownApplication own = bearer.application();
        boolean wide = bearer.token().scopes().contains(Token.READ_ORG);
        if (!organisation.equals(own.orgId())
                || (application != null && !wide && !application.appId().equals(own.appId()))) {
            throw new RefusedException(
                    Code.TOKEN_MISMATCH, "The token is of another " + (whole ? "organisation." : "application."));
        }
        return new StatisticsAccess(organisation, application == null ? null : application.appId());
    }
}
