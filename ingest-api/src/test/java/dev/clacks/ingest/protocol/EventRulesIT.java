package dev.clacks.ingest.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.kafka.EventHeaders;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.Tape;
import dev.clacks.testkit.events.TestEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The field table, one event for each edge of each rule, all in one batch: its good ones pass, its bad ones are told. */
final class EventRulesIT {

    @RegisterExtension
    static final Door DOOR = new Door();

    /** An event and the code it must get; empty where it must pass. */
    private record Case(String json, String code) {}

    private final List<Case> cases = new ArrayList<>();

    @ParameterizedTest
    @EnumSource
    void everyRuleHoldsThroughEveryPath(Dialect dialect) throws IOException {
        schemaAndIds();
        times();
        strings();
        dataAndNumbers();
        structure();
        String body = "{\"events\":["
                + String.join(",", cases.stream().map(Case::json).toList()) + "]}";
        Reply reply = Checks.answer(DOOR.send(DOOR.call(dialect, body.getBytes(UTF_8))), 207);
        String[] codes = new String[cases.size()];
        Arrays.fill(codes, "");
        reply.json()
                .get("errors")
                .forEach(error ->
                        codes[error.get("index").asInt()] = error.get("error").asText());
        for (int i = 0; i < codes.length; i++) {
            assertThat(codes[i])
                    .as("%d: %.300s", i, cases.get(i).json())
                    .isEqualTo(cases.get(i).code());
        }
        long good = cases.stream().filter(one -> one.code().isEmpty()).count();
        assertThat(reply.json().get("accepted").asLong()).isEqualTo(good);
        assertThat(reply.json().get("rejected").asLong()).isEqualTo(cases.size() - good);
        assertThat(reply.json().get("errors").findValuesAsText("event_id"))
                .allSatisfy(id -> assertThat(UUID.fromString(id).toString()).isEqualTo(id));
    }

    private void schemaAndIds() {
        for (String version : List.of("1.0", "1.0.0", "1.12.345")) {
            good(event().replace("\"1.0.0\"", "\"" + version + "\""));
        }
        for (String version : List.of("\"2.0.0\"", "\"1\"", "\"1.\"", "\"1.0.0.0\"", "\"v1.0\"", "1.0", "null")) {
            bad("unsupported_schema", event().replace("\"1.0.0\"", version));
        }
        bad("unsupported_schema", event().replace("\"schema_version\":\"1.0.0\",", ""));
        String id = UUID.randomUUID().toString();
        good(withId("\"event_id\":\"" + id.toUpperCase(Locale.ROOT) + "\""));
        bad("duplicate_event_id", withId("\"event_id\":\"" + id + "\""));
        good(withId("\"id\":\"" + UUID.randomUUID() + "\""));
        bad("invalid_event_id", withId("\"event_id\":\"" + id.replace("-", "") + "\""));
        bad("invalid_event_id", withId("\"event_id\":7"));
        bad("invalid_event_id", withId("\"other\":7"));
    }

    private void times() {
        Instant now = Instant.now();
        good(DOOR.event().withTimestamp(now.minus(Duration.ofDays(89))).json());
        good(DOOR.event().withTimestamp(now.plus(Duration.ofHours(23))).json());
        bad(
                "timestamp_out_of_range",
                DOOR.event().withTimestamp(now.minus(Duration.ofDays(91))).json());
        bad(
                "timestamp_out_of_range",
                DOOR.event().withTimestamp(now.plus(Duration.ofHours(25))).json());
        for (String text : List.of("\"today\"", "\"2026-11-22\"", "\"2026-11-22T10:30:00\"", "1795489071", "null")) {
            bad("invalid_timestamp", event().replaceFirst("\"timestamp\":\"[^\"]*\"", "\"timestamp\":" + text));
        }
        String offset = now.minusSeconds(60).toString().substring(0, 19) + "+00:00";
        good(event().replaceFirst("\"timestamp\":\"[^\"]*\"", "\"timestamp\":\"" + offset + "\""));
    }

    private void strings() {
        text("\"name\":\"my-cli\"", "name", 255, true);
        text("\"version\":\"1.2.0\"", "version", 100, true);
        String user = DOOR.event().userId();
        good(DOOR.event().withUser("u").json());
        good(DOOR.event().withUser("🚀".repeat(255)).json());
        bad("invalid_schema", DOOR.event().withUser("🚀".repeat(256)).json());
        bad("invalid_schema", DOOR.event().withUser("").json());
        bad("invalid_schema", DOOR.event().withUser(user).json().replace("\"user_id\":", "\"user\":"));
        good(DOOR.event().withType("t".repeat(255)).json());
        bad("invalid_schema", DOOR.event().withType("t".repeat(256)).json());
        bad("invalid_schema", DOOR.event().withType("").json());
        text("\"language\":\"rust\"", "language", 255, false);
        text("\"language_version\":\"1.75.0\"", "language_version", 255, false);
        text("\"os\":\"linux\"", "os", 255, false);
        text("\"arch\":\"x86_64\"", "arch", 255, false);
        text("\"shell\":\"bash\"", "shell", 255, false);
        good(event().replace("\"ci\":false", "\"ci\":null"));
        bad("invalid_schema", event().replace("\"ci\":false", "\"ci\":\"false\""));
        good(event().replaceFirst("\"session_id\":\"[^\"]*\"", "\"session_id\":null"));
        bad("invalid_schema", event().replaceFirst("\"session_id\":\"[^\"]*\"", "\"session_id\":1"));
        good(event().replaceFirst("\"environment\":\\{[^}]*}", "\"environment\":null"));
        good(event().replaceFirst("\"metadata\":\\{[^}]*}", "\"metadata\":[1,\"anything\"]"));
        bad("invalid_unicode", DOOR.event().withData("\"\\u0000\"").json());
        bad("invalid_unicode", DOOR.event().withData("{\"a\\u0000\":1}").json());
        bad("invalid_unicode", DOOR.event().withData("\"\\ud83d\"").json());
        bad("invalid_unicode", DOOR.event().withExtra("\"\\udE80\":1").json());
        good(DOOR.event().withData("\"\\ud83d\\ude80\"").json());
    }

    private void dataAndNumbers() {
        for (String data : List.of(
                "null",
                "0",
                "\"text\"",
                "[]",
                "{}",
                "true",
                "1e400",
                "1E-400",
                "1e+300",
                "18446744073709551615",
                "-0.0",
                "9".repeat(100))) {
            good(DOOR.event().withData(data).json());
        }
        for (String data : List.of("1e401", "-1E-401", "1e99999999999", "9".repeat(101), "0." + "9".repeat(100))) {
            bad("number_out_of_range", DOOR.event().withData(data).json());
        }
        bad("number_out_of_range", DOOR.event().withExtra("\"n\":1e1000").json());
        bad("invalid_schema", DOOR.event().withData("1").json().replace("\"data\":1", "\"dada\":1"));
    }

    private void structure() {
        good(DOOR.event().withData("[".repeat(62) + "]".repeat(62)).json());
        bad(
                "invalid_schema",
                DOOR.event().withData("[".repeat(63) + "]".repeat(63)).json());
        bad("duplicate_key", DOOR.event().withExtra("\"a\":1,\"a\":2").json());
        bad("duplicate_key", DOOR.event().withData("{\"a\":1,\"\\u0061\":2}").json());
        bad("duplicate_key", DOOR.event().withExtra("\"user_id\":\"again\"").json());
        bad(
                "event_too_large",
                DOOR.event().withData("\"" + "x".repeat(256 * 1024) + "\"").json());
        good(DOOR.event().withExtra("\"unknown\":{\"kept\":[1,2,3]}").json());
    }

    private void text(String member, String key, int longest, boolean required) {
        good(event().replace(member, "\"" + key + "\":\"" + "ü".repeat(longest) + "\""));
        bad("invalid_schema", event().replace(member, "\"" + key + "\":\"" + "ü".repeat(longest + 1) + "\""));
        bad("invalid_schema", event().replace(member, "\"" + key + "\":7"));
        if (required) {
            bad("invalid_schema", event().replace(member, "\"" + key + "\":\"\""));
            bad("invalid_schema", event().replace(member, "\"" + key + "\":null"));
            bad("invalid_schema", event().replace(member, "\"other\":1"));
        } else {
            good(event().replace(member, "\"" + key + "\":\"\""));
            good(event().replace(member, "\"" + key + "\":null"));
            good(event().replace(member, "\"other\":1"));
        }
    }

    @Test
    void ofTwoEventsWithOneIdTheFirstValidOneCounts() throws IOException {
        TestEvent event = DOOR.event();
        String invalid = event.withUser("").json();
        String body = "{\"events\":[" + invalid + "," + event.json() + ","
                + event.withType("third").json() + "]}";
        Reply reply = Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, body.getBytes(UTF_8))), 207);
        assertThat(reply.json().get("accepted").asInt()).isEqualTo(1);
        assertThat(reply.eventCodes()).containsExactly("invalid_schema", "duplicate_event_id");
        var records = DOOR.accepted().withKey(event.eventId());
        assertThat(records).hasSize(1);
        assertThat(records.getFirst().value()).isEqualTo(event.bytes());
        assertThat(DOOR.failed().withKey(event.eventId()).stream()
                        .map(record -> Tape.header(record, EventHeaders.ERROR_CODE))
                        .toList())
                .containsExactly("invalid_schema", "duplicate_event_id");
    }

    private static String event() {
        return DOOR.event().json();
    }

    private static String withId(String member) {
        return event().replaceFirst("\"event_id\":\"[^\"]*\"", member);
    }

    private void good(String json) {
        cases.add(new Case(json, ""));
    }

    private void bad(String code, String json) {
        cases.add(new Case(json, code));
    }
}
