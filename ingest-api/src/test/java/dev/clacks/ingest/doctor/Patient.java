package dev.clacks.ingest.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.clacks.common.event.BatchScanner;
import dev.clacks.common.event.EventRules;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.auth.BearerAuthenticator.Bearer;
import dev.clacks.ingest.auth.Credentials;
import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.auth.NonceStore;
import dev.clacks.ingest.auth.Secret;
import dev.clacks.ingest.auth.Signature;
import dev.clacks.ingest.auth.Token;
import dev.clacks.ingest.auth.UnopenedSecret;
import dev.clacks.ingest.body.BodyBuffer;
import dev.clacks.ingest.limits.InflightBudget;
import dev.clacks.ingest.limits.Scanners;
import dev.clacks.ingest.request.Target;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.events.TestEvents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A request that is right in every respect until a test spoils it, and what the doctor finds. Signatures are made anew, not with the server's code. */
final class Patient {

    static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    static final String T = Long.toString(NOW.getEpochSecond());
    static final String NONCE = "0b8e1e5c-nonce";
    static final String SECRET = "c2VjcmV0IG9mIHRlc3Rz";
    static final String OLD = "the old secret";
    static final int LIMIT = 1 << 20;

    final NonceStore nonces = new NonceStore(1000, Duration.ZERO);
    final InflightBudget budget = new InflightBudget(10, 16L * LIMIT);
    final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    byte[] body = TestEvent.batch(TestEvents.fresh(InstantSource.fixed(NOW)).next(2));
    byte[] sent = body;
    boolean disabled;
    List<Secret> secrets = List.of(new Secret(7, Signature.key(SECRET), null));
    KeyHistorySource history = (_, _) ->
            new KeyHistory(1, 2, List.of(new KeyHistory.Previous(3, Signature.key(OLD), NOW.minusSeconds(60))), null);
    Target.Path path = new Target.Path("org_1", "app_1");
    List<UnopenedSecret> unopened = List.of();
    boolean administrator;

    Patient() {
        set("Content-Type", "application/json");
        set("X-Timestamp", T);
        set("X-Nonce", NONCE);
        set("Authorization", "Bearer tk");
    }

    JsonNode examine(@Nullable String signature) throws RefusedException, IOException {
        if (signature == null) {
            headers.remove("X-Signature");
        } else {
            set("X-Signature", signature);
        }
        var one = application("org_1", "app_1", secrets);
        var two = application("org_2", "app_2", List.of());
        var token = new Token(1, "app_1", Set.of(Token.INGEST), null);
        var credentials = new Credentials(
                List.of(one, two),
                Map.of(
                        Token.digest("tk"),
                        token,
                        Token.digest("other"),
                        new Token(2, "app_2", Set.of(Token.INGEST), null)));
        var scanners = Scanners.forCores(() -> new BatchScanner(EventRules.defaults(), 1000));
        try (InflightBudget.Lease lease = requireNonNull(budget.enter(), "a lease")) {
            var buffer = new BodyBuffer(lease, 0, LIMIT, sent.length);
            buffer.append(ByteBuffer.wrap(sent));
            var specimen = new Specimen(
                    path,
                    name -> headers.getOrDefault(name, List.of()),
                    administrator ? null : new Bearer(token, one),
                    buffer,
                    NOW);
            byte[] answer = new Doctor(history, nonces, scanners, LIMIT)
                    .examine(specimen, credentials, lease)
                    .body();
            return new ObjectMapper().readTree(answer);
        }
    }

    /** The signature of the body as it should be. */
    String right() {
        return sign(SECRET, T + ":" + NONCE + ":", body);
    }

    private KnownApplication application(String org, String app, List<Secret> keys) {
        return new KnownApplication(org, uuid(org), app, uuid(app), "free", false, disabled, null, keys, unopened);
    }

    private static String uuid(String name) {
        return UUID.nameUUIDFromBytes(bytes(name)).toString();
    }

    void set(String name, String value) {
        headers.put(name, new ArrayList<>(List.of(value)));
    }

    static JsonNode step(JsonNode found, String name) {
        for (JsonNode step : found.get("steps")) {
            if (step.get("step").asText().equals(name)) {
                return step;
            }
        }
        throw new AssertionError("no step " + name + ": " + found.toPrettyString());
    }

    static String failure(JsonNode found, String name) {
        JsonNode step = step(found, name);
        assertThat(step.get("ok").asBoolean()).as(step.toString()).isFalse();
        return step.get("code").asText();
    }

    static String sign(String secret, String prefix, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
            mac.update(bytes(prefix));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
