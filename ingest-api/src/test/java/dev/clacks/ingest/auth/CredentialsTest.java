package dev.clacks.ingest.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.request.Target;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class CredentialsTest {

    private static final String ORG_UUID = "11111111-2222-4333-8444-555555555555";
    private static final String APP_UUID = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";
    private static final KnownApplication ONE =
            new KnownApplication("org_1", ORG_UUID, "app_1", APP_UUID, "free", false, false, List.of());
    private static final KnownApplication TWO = new KnownApplication(
            "org_2",
            "99999999-2222-4333-8444-555555555555",
            "app_2",
            "99999999-bbbb-4ccc-8ddd-eeeeeeeeeeee",
            "free",
            false,
            false,
            Instant.parse("2026-11-24T10:00:00.001Z"),
            List.of(),
            List.of());

    private final Credentials credentials = new Credentials(
            List.of(ONE, TWO), Map.of(Token.digest("tk"), new Token(1, "app_1", Set.of(Token.INGEST), null)));

    @Test
    void findsAnApplicationByAnyPairOfItsNames() {
        for (String org : List.of("org_1", ORG_UUID, ORG_UUID.toUpperCase(Locale.ROOT))) {
            for (String app : List.of("app_1", APP_UUID, APP_UUID.toUpperCase(Locale.ROOT))) {
                assertThat(find(org, app)).isEqualTo("app_1");
            }
        }
    }

    @Test
    void theFirstIdMayBeTheApplicationAndTheSecondALabel() {
        assertThat(find("app_1", "my-app")).isEqualTo("app_1");
        assertThat(find(APP_UUID, "my-app")).isEqualTo("app_1");
        assertThat(find("app_1", "app_2")).isEqualTo("app_1");
    }

    @Test
    void anApplicationOfAnotherOrganisationIsNotFound() {
        assertThat(find("org_2", "app_1")).isNull();
        assertThat(find("org_1", "app_3")).isNull();
        assertThat(find("ORG_1", "app_1")).isNull();
    }

    @Test
    void findsATokenByItsTextAlone() {
        assertThat(credentials.token("tk")).isNotNull();
        assertThat(credentials.token(Token.digest("tk"))).isNull();
    }

    @Test
    void countsApplicationsNotNames() {
        assertThat(credentials.size()).isEqualTo(2);
    }

    @Test
    void nothingCountsAsReceivedBeforeThePromotion() {
        Instant promotion = Instant.parse("2026-11-24T10:00:00.001Z");

        assertThat(TWO.receivedAt(promotion.minusMillis(1))).isEqualTo(promotion);
        assertThat(TWO.receivedAt(promotion.plusMillis(1))).isEqualTo(promotion.plusMillis(1));
        assertThat(ONE.receivedAt(Instant.EPOCH)).isEqualTo(Instant.EPOCH);
    }

    private @Nullable String find(String first, String second) {
        KnownApplication found = credentials.application(new Target.Path(first, second));
        return found == null ? null : found.appId();
    }
}
