package dev.clacks.ingest.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.auth.BearerAuthenticator.Bearer;
import dev.clacks.ingest.auth.Credentials;
import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.auth.Token;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Application {@code mine} and its {@code sister} are of organisation {@code org}, {@code strange} is of {@code other}. */
class StatisticsAccessTest {

    private static final String ORG_UUID = "11111111-1111-4111-8111-111111111111";
    private static final String MINE_UUID = "22222222-2222-4222-8222-222222222222";
    private static final KnownApplication MINE = application("org", ORG_UUID, "mine", MINE_UUID, false);
    private static final KnownApplication SISTER =
            application("org", ORG_UUID, "sister", "33333333-3333-4333-8333-333333333333", true);
    private static final KnownApplication STRANGE = application(
            "other", "44444444-4444-4444-8444-444444444444", "strange", "55555555-5555-4555-8555-555555555555", false);
    private static final Credentials CREDENTIALS = new Credentials(List.of(MINE, SISTER, STRANGE), Map.of());

    @ParameterizedTest
    @CsvSource({
        "read_org, org,                                  ",
        "read_org, org,                                  mine",
        "read_org, org,                                  sister",
        "read,     org,                                  mine",
        "read,     11111111-1111-4111-8111-111111111111, mine",
        "read,     org,                                  22222222-2222-4222-8222-222222222222",
        "read_org, 11111111-1111-4111-8111-111111111111, 33333333-3333-4333-8333-333333333333"
    })
    void isOpen(String scope, String org, String app) throws RefusedException {
        StatisticsAccess access = of(scope, names(org, app));

        assertThat(access.orgId()).isEqualTo("org");
        assertThat(access.appId())
                .isEqualTo(app == null ? null : app.startsWith("3") ? "sister" : app.startsWith("2") ? "mine" : app);
    }

    @ParameterizedTest
    @CsvSource({
        "ingest,   org,     mine,    INSUFFICIENT_SCOPE",
        "ingest,   org,     ,        INSUFFICIENT_SCOPE",
        "ingest,   other,   strange, INSUFFICIENT_SCOPE",
        "ingest,   nowhere, nothing, INSUFFICIENT_SCOPE",
        "read,     org,     ,        INSUFFICIENT_SCOPE",
        "read,     org,     sister,  TOKEN_MISMATCH",
        "read,     other,   strange, TOKEN_MISMATCH",
        "read_org, other,   strange, TOKEN_MISMATCH",
        "read_org, other,   ,        TOKEN_MISMATCH",
        "read,     org,     strange, TOKEN_MISMATCH",
        "read,     org,     nothing, TOKEN_MISMATCH",
        "read,     other,   mine,    TOKEN_MISMATCH",
        "read_org, org,     strange, TOKEN_MISMATCH",
        "read_org, nowhere, ,        TOKEN_MISMATCH",
        "read_org, mine,    ,        TOKEN_MISMATCH",
        "read_org, nowhere, mine,    TOKEN_MISMATCH",
        "read_org, nowhere, nothing, TOKEN_MISMATCH",
        "read_org, org,     nothing, TOKEN_MISMATCH",
        "read_org, other,   mine,    TOKEN_MISMATCH",
        "read_org, mine,    org,     TOKEN_MISMATCH"
    })
    void isClosed(String scope, String org, String app, Code code) {
        assertThat(refusal(scope, org, app).code()).isEqualTo(code);
    }

    /** A reader must not find out by names who else is a tenant. */
    @ParameterizedTest
    @CsvSource({
        "read,     other,                                ",
        "read,     other,                                strange",
        "read_org, other,                                ",
        "read_org, other,                                strange",
        "read_org, 44444444-4444-4444-8444-444444444444, 55555555-5555-4555-8555-555555555555"
    })
    void namesThatThereAreAreAnsweredAsNamesThatThereAreNot(String scope, String org, String app) {
        assertThat(refusal(scope, org, app)).isEqualTo(refusal(scope, "nowhere", app == null ? null : "nothing"));
    }

    private static Refusal refusal(String scope, String org, @Nullable String app) {
        return catchThrowableOfType(RefusedException.class, () -> of(scope, names(org, app)))
                .refusal();
    }

    @Test
    void aTokenWithSeveralScopesMayDoWhatEachOfThemAllows() throws RefusedException {
        var bearer = new Bearer(new Token(1, "mine", Set.of("ingest", "read", "read_org"), null), MINE);

        assertThat(StatisticsAccess.of(CREDENTIALS, bearer, "org", "sister").appId())
                .isEqualTo("sister");
    }

    private static StatisticsAccess of(String scope, String... names) throws RefusedException {
        return StatisticsAccess.of(CREDENTIALS, new Bearer(new Token(1, "mine", Set.of(scope), null), MINE), names);
    }

    private static String[] names(String org, @Nullable String app) {
        return app == null ? new String[] {org} : new String[] {org, app};
    }

    private static KnownApplication application(
            String org, String orgUuid, String app, String appUuid, boolean disabled) {
        return new KnownApplication(org, orgUuid, app, appUuid, "free", false, disabled, List.of());
    }
}
