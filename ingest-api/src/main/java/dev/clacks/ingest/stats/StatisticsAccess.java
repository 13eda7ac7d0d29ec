package dev.clacks.ingest.stats;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.auth.BearerAuthenticator.Bearer;
import dev.clacks.ingest.auth.Credentials;
import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.auth.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose counts a caller may see. What the token may do at all comes before what it asks for; then the path is compared with the
 * token's own organisation and its applications, and every other name is answered the same, whether there is anybody of that
 * name or not: a tenant's reader must not learn who else is a tenant. Whether the application is disabled does not matter: what
 * it sent may still be counted.
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
     * @throws RefusedException 403 for a token that may not
     */
    static StatisticsAccess of(Credentials credentials, Bearer bearer, String... names) throws RefusedException {
        boolean whole = names.length == 1;
        bearer.require(whole ? List.of(Token.READ_ORG) : List.of(Token.READ, Token.READ_ORG));
        KnownApplication own = bearer.application();
        if (own.isOf(names[0])) {
            if (whole) {
                return new StatisticsAccess(own.orgId(), null);
            }
            if (own.isNamed(names[1])) {
                return new StatisticsAccess(own.orgId(), own.appId());
            }
            KnownApplication sister =
                    bearer.token().scopes().contains(Token.READ_ORG) ? credentials.application(names[1]) : null;
            if (sister != null && sister.orgId().equals(own.orgId())) {
                return new StatisticsAccess(own.orgId(), sister.appId());
            }
        }
        throw new RefusedException(Code.TOKEN_MISMATCH, "The token may not read what the path names.");
    }
}
