package dev.clacks.ingest.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.clacks.ingest.auth.Secret;
import dev.clacks.ingest.auth.Signature;
import dev.clacks.ingest.auth.UnopenedSecret;
import dev.clacks.ingest.request.Target;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor says of each of the door's steps. */
final class DoctorTest {

    private final Patient patient = new Patient();

    @Test
    void aGoodRequestPassesEveryStepInTheDoorsOrder() throws Exception {
        JsonNode found = patient.examine(patient.right());
        assertThat(found.get("ok").asBoolean()).as(found.toPrettyString()).isTrue();
        assertThat(found.at("/ingest/status").asInt()).isEqualTo(200);
        List<String> steps = found.get("steps").findValuesAsText("step");
        assertThat(steps)
                .containsSubsequence(
                        "media_type", "time_window", "body", "application", "signature", "nonce", "json", "events")
                .isSortedAccordingTo((a, b) -> order(a) - order(b));
        assertThat(found.at("/facts/body_bytes").asInt()).isEqualTo(patient.body.length);
        assertThat(found.at("/facts/secret_id").asInt()).isEqualTo(7);
        assertThat(found.at("/facts/secrets_revoked").asInt()).isEqualTo(2);
    }

    @Test
    void theNonceIsNotUsedUp() throws Exception {
        String signature = patient.right();
        assertThat(patient.examine(signature).at("/facts/nonce_seen").asBoolean(true))
                .isFalse();
        assertThat(patient.examine(signature).at("/facts/nonce_seen").asBoolean(true))
                .isFalse();
        patient.nonces.use("app_1", Patient.NONCE, Patient.NOW.getEpochSecond(), Patient.NOW);
        assertThat(Patient.failure(patient.examine(signature), "nonce")).isEqualTo("nonce_replayed");
    }

    @Test
    void aSignatureThatNothingExplainsIsSaidToBeSo() throws Exception {
        JsonNode found =
                patient.examine(Patient.sign("quite another", Patient.T + ":" + Patient.NONCE + ":", patient.body));
        assertThat(Patient.failure(found, "signature")).isEqualTo("unauthorized");
        assertThat(found.has("would_have_matched")).isFalse();
        assertThat(Patient.step(found, "signature").get("message").asText()).contains("no common mistake");
    }

    @Test
    void noSignatureOrSecretIsEverShown() throws Exception {
        String right = patient.right();
        String found = patient.examine("0".repeat(64)).toString();
        assertThat(found).doesNotContain(right, Patient.SECRET, Patient.OLD, "0".repeat(64), "Bearer tk");
        assertThat(patient.examine(right).toString()).doesNotContain(right, Patient.SECRET, Patient.OLD);
    }

    @ParameterizedTest
    @CsvSource({"-601, 601 s behind", "601, 601 s ahead of", "-600, ''", "600, ''"})
    void theClocksSkewIsToldWithItsDirection(long ahead, String words) throws Exception {
        String timestamp = Long.toString(Patient.NOW.getEpochSecond() + ahead);
        patient.set("X-Timestamp", timestamp);
        JsonNode found =
                patient.examine(Patient.sign(Patient.SECRET, timestamp + ":" + Patient.NONCE + ":", patient.body));
        assertThat(found.at("/facts/clock_skew_seconds").asLong()).isEqualTo(ahead);
        assertThat(Patient.step(found, "time_window").get("ok").asBoolean()).isEqualTo(words.isEmpty());
        assertThat(Patient.step(found, "time_window").get("message").asText()).contains(words);
        assertThat(Patient.step(found, "signature").get("ok").asBoolean()).isTrue();
    }

    @Test
    void millisecondsAreRecognised() throws Exception {
        patient.set("X-Timestamp", Patient.T + "123");
        JsonNode found = patient.examine(patient.right());
        assertThat(Patient.step(found, "time_window").get("hint").asText()).contains("1/1000 s");
        assertThat(found.at("/would_have_matched/message").asText()).isEqualTo("seconds_signed");
    }

    @Test
    void aSignatureInAnotherSpellingIsRead() throws Exception {
        String right = patient.right();
        byte[] bytes = HexFormat.of().parseHex(right);
        for (String spelled : List.of(
                right.toUpperCase(Locale.ROOT),
                "sha256=" + right,
                Base64.getEncoder().encodeToString(bytes))) {
            JsonNode found = patient.examine(spelled);
            assertThat(Patient.failure(found, "signature_header")).isEqualTo("unauthorized");
            assertThat(Patient.step(found, "signature_header").get("hint").asText())
                    .contains("lower-case hex");
            assertThat(Patient.step(found, "signature").get("ok").asBoolean()).isTrue();
        }
    }

    @Test
    void whatEachHeaderLacksIsToldAtOnce() throws Exception {
        patient.headers.clear();
        patient.sent = new byte[0];
        JsonNode found = patient.examine(null);
        assertThat(Patient.failure(found, "media_type")).isEqualTo("unsupported_media_type");
        assertThat(Patient.failure(found, "timestamp_header")).isEqualTo("invalid_timestamp_header");
        assertThat(Patient.failure(found, "signature_header")).isEqualTo("unauthorized");
        assertThat(Patient.failure(found, "json")).isEqualTo("invalid_json");
        assertThat(found.at("/ingest/status").asInt()).isEqualTo(415);
    }

    @Test
    void aDisabledApplicationWithoutALiveSecretIsToldSo() throws Exception {
        patient.disabled = true;
        patient.secrets = List.of(new Secret(7, Signature.key(Patient.SECRET), Patient.NOW));
        JsonNode found = patient.examine(patient.right());
        assertThat(Patient.failure(found, "secrets")).isEqualTo("unauthorized");
        assertThat(Patient.failure(found, "enabled")).isEqualTo("app_disabled");
    }

    @Test
    void aSecretThatTheServerCannotOpenIsTheOperatorsTrouble() throws Exception {
        patient.unopened = List.of(new UnopenedSecret("lost", true, null));
        JsonNode found = patient.examine("0".repeat(64));
        assertThat(found.at("/facts/secrets_unopened").asInt()).isEqualTo(1);
        assertThat(Patient.step(found, "secrets").get("hint").asText()).contains("its operator");
        assertThat(Patient.failure(found, "signature")).isEqualTo("auth_unavailable");
        patient.secrets = List.of();
        found = patient.examine(patient.right());
        assertThat(Patient.failure(found, "secrets")).isEqualTo("auth_unavailable");
        assertThat(found.at("/ingest/status").asInt()).isEqualTo(503);
    }

    @Test
    void anotherApplicationsPathIsNoDifferentFromOneThatIsNot() throws Exception {
        patient.path = new Target.Path("org_2", "app_2");
        String other = Patient.step(
                        patient.examine(Patient.sign(Patient.SECRET, Patient.T + ":", patient.body)), "application")
                .toString();
        patient.path = new Target.Path("org_9", "app_9");
        assertThat(Patient.step(
                                patient.examine(Patient.sign(Patient.SECRET, Patient.T + ":", patient.body)),
                                "application")
                        .toString())
                .isEqualTo(other)
                .contains("unauthorized", "/v1/ingest/org_1/app_1");
    }

    @Test
    void theAdministratorIsToldTheTokensState() throws Exception {
        patient.administrator = true;
        patient.history = (_, _) ->
                new KeyHistory(0, 0, List.of(), new KeyHistory.SentToken("app_1", null, Patient.NOW.minusSeconds(5)));
        patient.set("Authorization", "Bearer revoked one");
        JsonNode found = patient.examine(patient.right());
        assertThat(Patient.step(found, "token").get("message").asText()).contains("revoked since");
        patient.set("Authorization", "Bearer other");
        assertThat(Patient.failure(patient.examine(patient.right()), "token_application"))
                .isEqualTo("token_mismatch");
        patient.path = new Target.Path("org_9", "app_9");
        assertThat(Patient.failure(patient.examine(null), "application")).isEqualTo("unauthorized");
    }

    @ParameterizedTest
    @CsvSource({
        "3600, 'The token is live, but this replica does not know of it yet.', some seconds",
        "   , 'The token is live, but this replica does not know of it yet.', some seconds",
        "0, 'The token is expired since 2026-11-24T12:00:00Z.', Send a live one"
    })
    void aTokenThatOnlyPostgresqlHasIsNotCalledDead(@Nullable Long left, String message, String hint) throws Exception {
        patient.administrator = true;
        var expiresAt = left == null ? null : Patient.NOW.plusSeconds(left);
        patient.history = (_, _) -> new KeyHistory(0, 0, List.of(), new KeyHistory.SentToken("app_1", expiresAt, null));
        patient.set("Authorization", "Bearer new one");
        JsonNode step = Patient.step(patient.examine(patient.right()), "token");
        assertThat(step.get("message").asText()).isEqualTo(message);
        assertThat(step.get("hint").asText()).contains(hint);
    }

    @Test
    void withoutPostgresqlTheRestIsToldAllTheSame() throws Exception {
        patient.history = (_, _) -> {
            throw new SQLException("away", "08006");
        };
        JsonNode found = patient.examine(patient.right());
        assertThat(found.get("ok").asBoolean()).isTrue();
        assertThat(Patient.step(found, "secrets").get("message").asText()).contains("PostgreSQL is away");
    }

    @Test
    void eachEventThatBreaksARuleIsNamed() throws Exception {
        patient.body = Patient.bytes("{\"events\":[{},{\"event_id\":\"550e8400-e29b-41d4-a716-446655440000\"}]}");
        patient.sent = patient.body;
        patient.set("X-Batch-Size", "3");
        JsonNode found = patient.examine(patient.right());
        assertThat(Patient.failure(found, "batch_size")).isEqualTo("batch_size_mismatch");
        assertThat(Patient.failure(found, "events")).isEqualTo("all_events_rejected");
        assertThat(found.get("errors")).hasSize(2);
        assertThat(found.at("/errors/1/error").asText()).isEqualTo("unsupported_schema");
    }

    @Test
    void whoAsksNotToBeTrackedIsToldThatNothingIsKept() throws Exception {
        patient.set("DNT", "1");
        JsonNode found = patient.examine(patient.right());
        assertThat(found.at("/ingest/status").asInt()).isEqualTo(204);
        assertThat(Patient.step(found, "do_not_track").get("message").asText()).contains("nothing is kept");
    }

    private static int order(String step) {
        return List.of(Step.Name.values()).indexOf(Step.Name.valueOf(step.toUpperCase(Locale.ROOT)));
    }
}
