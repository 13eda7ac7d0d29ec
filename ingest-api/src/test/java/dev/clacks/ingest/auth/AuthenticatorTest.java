package dev.clacks.ingest.auth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.request.Coding;
import dev.clacks.ingest.request.RequestHeaders;
import dev.clacks.ingest.request.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AuthenticatorTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final byte[] BODY = "{\"events\":[]}".getBytes(UTF_8);
    private static final Target PATH = new Target.Path("org_1", "app_1");
    private static final Target BATCH = new Target.TokenOwner();

    private final List<Authenticator.Doubt> doubts = new ArrayList<>();
    private boolean disabled;
    private List<UnopenedSecret> unopened = List.of();
    private List<Secret> secrets = List.of(secret(1, "new", null), secret(0, "old", null));
    private final Map<String, Token> tokens = Map.of(
            Token.digest("tk"), new Token(1, "app_1", Set.of(Token.INGEST), null),
            Token.digest("reader"), new Token(2, "app_1", Set.of(Token.READ), null),
            Token.digest("other"), new Token(3, "app_2", Set.of(Token.INGEST), null),
            Token.digest("dead"), new Token(4, "app_1", Set.of(Token.INGEST), NOW),
            Token.digest("dead other"), new Token(5, "app_2", Set.of(Token.INGEST), NOW));

    @Test
    void eitherLiveSecretSigns() throws RefusedException {
        assertThat(caller(PATH, null, "new").secret().secretId()).isEqualTo(1);
        assertThat(caller(PATH, null, "old").secret().secretId()).isZero();
    }

    @Test
    void anExpiredSecretSignsNoMore() {
        secrets = List.of(secret(1, "new", NOW), secret(0, "old", NOW.plusSeconds(1)));
        assertRefused(Code.UNAUTHORIZED, PATH, null, "new");
        assertThat(doubts).containsExactly(Authenticator.Doubt.WRONG_SIGNATURE);
    }

    @Test
    void aThirdSecretIsNotTried() {
        secrets = List.of(secret(3, "a", null), secret(2, "b", null), secret(1, "c", null));
        assertRefused(Code.UNAUTHORIZED, PATH, null, "c");
    }

    @Test
    void aTokenIsNotNeededInThePathButIsAtEventsBatch() throws RefusedException {
        assertThat(caller(PATH, null, "new").token()).isNull();
        assertThat(caller(BATCH, "tk", "new").application().appId()).isEqualTo("app_1");
        assertRefused(Code.UNAUTHORIZED, BATCH, null, "new");
    }

    @Test
    void aSentTokenMustBeLive() {
        assertRefused(Code.UNAUTHORIZED, PATH, "unknown", "new");
        assertRefused(Code.UNAUTHORIZED, PATH, "dead", "new");
        assertRefused(Code.UNAUTHORIZED, PATH, "dead other", "new");
        assertRefused(Code.UNAUTHORIZED, BATCH, "dead", "new");
        assertThat(doubts).containsOnly(Authenticator.Doubt.UNKNOWN_TOKEN);
    }

    @Test
    void nothingAboutAnApplicationIsToldBeforeItsSignatureHolds() {
        disabled = true;
        for (String token : List.of("other", "reader", "unknown")) {
            assertRefused(Code.UNAUTHORIZED, PATH, token, "wrong");
        }
    }

    @Test
    void aTokenOfAnotherApplicationIsAMismatch() {
        disabled = true;
        assertRefused(Code.TOKEN_MISMATCH, PATH, "other", "new");
    }

    @Test
    void aTokenWithoutTheScopeMayNotSend() {
        disabled = true;
        assertRefused(Code.INSUFFICIENT_SCOPE, PATH, "reader", "new");
        assertRefused(Code.INSUFFICIENT_SCOPE, BATCH, "reader", "new");
    }

    @Test
    void aDisabledApplicationIsToldSo() {
        disabled = true;
        assertRefused(Code.APP_DISABLED, PATH, "tk", "new");
    }

    @Test
    void anUnknownApplicationIsTheSameAsAWrongSignature() {
        assertRefused(Code.UNAUTHORIZED, new Target.Path("org_1", "app_9"), null, "new");
        assertThat(doubts).containsExactly(Authenticator.Doubt.UNKNOWN_APPLICATION);
    }

    @Test
    void whoMayHaveSignedWithASecretThatCannotBeOpenedIsNotToldThatHeIsWrong() throws RefusedException {
        unopened = List.of(new UnopenedSecret("key", true, null));
        assertThat(caller(PATH, null, "old").secret().secretId()).isZero();
        assertRefused(Code.AUTH_UNAVAILABLE, PATH, null, "sealed");
        assertRefused(Code.AUTH_UNAVAILABLE, BATCH, "tk", "sealed");
        secrets = List.of();
        assertRefused(Code.AUTH_UNAVAILABLE, PATH, null, "sealed");
        assertThat(doubts).containsOnly(Authenticator.Doubt.SECRET_UNOPENED);
    }

    @Test
    void aSecretThatCannotBeOpenedChangesNothingForStrangersToItsApplication() {
        unopened = List.of(new UnopenedSecret("key", true, null));
        assertRefused(Code.UNAUTHORIZED, new Target.Path("org_1", "app_9"), null, "sealed");
        assertRefused(Code.UNAUTHORIZED, PATH, "unknown", "sealed");
        assertRefused(Code.UNAUTHORIZED, BATCH, null, "sealed");
        unopened = List.of(new UnopenedSecret("key", true, NOW));
        assertRefused(Code.UNAUTHORIZED, PATH, null, "dead by now");
    }

    /** Counted on a thread of its own, which has made no HMAC before. */
    @Test
    void everyReasonForADoubtCostsTheSameWork() throws Exception {
        try (CountedMacs macs = CountedMacs.open();
                var thread = Executors.newSingleThreadExecutor()) {
            var work = thread.submit(() -> {
                var each = new LinkedHashMap<String, CountedMacs.Work>();
                each.put("wrong signature", doubted(macs, PATH, null));
                each.put("unknown application", doubted(macs, new Target.Path("org_1", "app_9"), null));
                each.put("unknown token", doubted(macs, PATH, "unknown"));
                each.put("no token", doubted(macs, BATCH, null));
                each.put("another's dead token", doubted(macs, PATH, "dead other"));
                secrets = List.of(secret(1, "only one", null));
                each.put("one secret", doubted(macs, PATH, null));
                secrets = List.of();
                each.put("no secret", doubted(macs, PATH, null));
                unopened = List.of(new UnopenedSecret("key", true, null));
                each.put("a secret that cannot be opened", doubted(macs, PATH, null));
                return each;
            });
            // "1:12345678:" and the body, twice
            assertThat(work.get())
                    .hasSize(8)
                    .allSatisfy((reason, done) ->
                            assertThat(done).as(reason).isEqualTo(new CountedMacs.Work(2, 2L * (11 + BODY.length))));
        }
    }

    private CountedMacs.Work doubted(CountedMacs macs, Target target, @Nullable String token) {
        RequestHeaders headers = headers(token, new byte[32]);
        macs.take();
        assertThatThrownBy(() -> caller(target, headers)).isInstanceOf(RefusedException.class);
        return macs.take();
    }

    private Authenticator.Caller caller(Target target, @Nullable String token, String secret) throws RefusedException {
        byte[] signature = Signature.sign(Signature.key(secret), "1", "12345678", BODY, BODY.length);
        return caller(target, headers(token, signature));
    }

    private static RequestHeaders headers(@Nullable String token, byte[] signature) {
        return new RequestHeaders("1", 1, "12345678", signature, token, Coding.IDENTITY, -1, false, false, null);
    }

    private Authenticator.Caller caller(Target target, RequestHeaders headers) throws RefusedException {
        var application = new KnownApplication(
                "org_1", "org_uuid", "app_1", "app_uuid", "free", false, disabled, null, secrets, unopened);
        return Authenticator.authenticate(
                new Credentials(List.of(application), tokens), target, headers, BODY, BODY.length, NOW, doubts::add);
    }

    private void assertRefused(Code code, Target target, @Nullable String token, String secret) {
        assertThatThrownBy(() -> caller(target, token, secret))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(code));
    }

    private static Secret secret(long id, String text, @Nullable Instant expiresAt) {
        return new Secret(id, Signature.key(text), expiresAt);
    }
}
