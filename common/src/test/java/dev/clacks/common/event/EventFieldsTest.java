package dev.clacks.common.event;

import static dev.clacks.common.event.RejectionCode.INVALID_EVENT_ID;
import static dev.clacks.common.event.RejectionCode.INVALID_SCHEMA;
import static dev.clacks.common.event.RejectionCode.INVALID_TIMESTAMP;
import static dev.clacks.common.event.RejectionCode.UNSUPPORTED_SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each row of the protocol's field table, at both sides of each bound. */
class EventFieldsTest {

    private static final String ID = "550e8400-e29b-41d4-a716-446655440000";
    /** One character to the protocol, two to Java, four bytes in UTF-8. */
    private static final String TOWER = "\uD83D\uDDFC";

    @Test
    void theExampleOfTheProtocolIsAccepted() {
        Verdicts.accepted(EventText.valid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0", "1.0.0", "1.12", "1.0.345", "1.00.00"})
    void versionOneOfTheSchemaIsAccepted(String version) {
        Verdicts.accepted(EventText.valid().with("schema_version", "'" + version + "'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "''",
                "'1'",
                "'1.'",
                "'1.0.'",
                "'1.0.0.0'",
                "'2.0.0'",
                "'11.0'",
                "'1.a'",
                "'1.0.0-rc'",
                "' 1.0'",
                "'1..0'",
                "1.0",
                "null",
                "{}",
                "[]",
                "true"
            })
    void anyOtherSchemaIsUnsupported(String json) {
        Verdicts.rejected(EventText.valid().with("schema_version", json), UNSUPPORTED_SCHEMA, "schema_version");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ID,
                "550E8400-E29B-41D4-A716-446655440000",
                "00000000-0000-0000-0000-000000000000",
                "ffffffff-FFFF-ffff-FFFF-ffffffffffff"
            })
    void anIdOfAnyCaseAndKindIsAccepted(String id) {
        Verdicts.accepted(EventText.valid().with("event_id", "'" + id + "'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "''",
                "1",
                "{}",
                "[]",
                "false",
                "'{550e8400-e29b-41d4-a716-446655440000}'",
                "'550e8400e29b41d4a716446655440000'",
                "'550e8400-e29b-41d4-a716-44665544000'",
                "'550e8400-e29b-41d4-a716-4466554400000'",
                "'550e8400-e29b-41d4-a716-44665544000g'",
                "'550e8400-e29b-41d4a-716-446655440000'",
                "'550e8400+e29b-41d4-a716-446655440000'",
                "' 50e8400-e29b-41d4-a716-446655440000'"
            })
    void anIdThatIsNoCanonicalUuidIsInvalid(String json) {
        Verdicts.rejected(EventText.valid().with("event_id", json), INVALID_EVENT_ID, "event_id");
        Verdicts.rejected(EventText.valid().without("event_id").with("id", json), INVALID_EVENT_ID, "id");
    }

    @Test
    void anIdThatIsMissingIsInvalid() {
        Verdicts.rejected(EventText.valid().without("event_id"), INVALID_EVENT_ID, "event_id");
        Verdicts.rejected(EventText.valid().with("event_id", "null"), INVALID_EVENT_ID, "event_id");
        Verdicts.rejected(EventText.valid().without("event_id").with("id", "null"), INVALID_EVENT_ID, "event_id");
    }

    @Test
    void idStandsForAnEventIdThatIsAbsentOrNull() {
        Verdicts.accepted(EventText.valid().without("event_id").with("id", "'" + ID + "'"));
        Verdicts.accepted(EventText.valid().with("event_id", "null").with("id", "'" + ID + "'"));
    }

    @Test
    void idIsAnUnknownMemberBesideAnEventId() {
        Verdicts.accepted(EventText.valid().with("id", "[17]"));
        Verdicts.rejected(
                EventText.valid().with("event_id", "'no'").with("id", "'" + ID + "'"), INVALID_EVENT_ID, "event_id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"''", "null", "17", "{}", "'yesterday'", "'2026-11-22T10:30:00'"})
    void aTimestampThatIsNoTimeIsInvalid(String json) {
        Verdicts.rejected(EventText.valid().with("timestamp", json), INVALID_TIMESTAMP, "timestamp");
    }

    @Test
    void aTimestampThatIsMissingIsInvalid() {
        Verdicts.rejected(EventText.valid().without("timestamp"), INVALID_TIMESTAMP, "timestamp");
    }

    @ParameterizedTest
    @CsvSource({"service.name,255", "service.version,100", "user_id,255", "event.type,255"})
    void aRequiredTextHasOneCharacterToItsMost(String path, int most) {
        Verdicts.accepted(EventText.valid().with(path, "'x'"));
        Verdicts.accepted(EventText.valid().with(path, "'" + "x".repeat(most) + "'"));
        Verdicts.accepted(EventText.valid().with(path, "'" + TOWER.repeat(most) + "'"));
        Verdicts.accepted(EventText.valid().with(path, "'" + "\\ud83d\\uddfc".repeat(most) + "'"));
        Verdicts.rejected(EventText.valid().with(path, "''"), INVALID_SCHEMA, path);
        Verdicts.rejected(EventText.valid().with(path, "'" + "x".repeat(most + 1) + "'"), INVALID_SCHEMA, path);
        Verdicts.rejected(EventText.valid().with(path, "'" + TOWER.repeat(most + 1) + "'"), INVALID_SCHEMA, path);
        Verdicts.rejected(EventText.valid().with(path, "'" + "\\n".repeat(most + 1) + "'"), INVALID_SCHEMA, path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"service.name", "service.version", "user_id", "event.type"})
    void aRequiredTextIsAStringAndThere(String path) {
        for (String json : new String[] {"null", "1", "true", "{}", "['x']"}) {
            Verdicts.rejected(EventText.valid().with(path, json), INVALID_SCHEMA, path);
        }
        Verdicts.rejected(EventText.valid().without(path), INVALID_SCHEMA, path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "service.language",
                "service.language_version",
                "session_id",
                "environment.os",
                "environment.os_version",
                "environment.arch",
                "environment.shell",
                "event.category"
            })
    void anOptionalTextHasAtMost255Characters(String path) {
        Verdicts.accepted(EventText.valid().without(path));
        Verdicts.accepted(EventText.valid().with(path, "null"));
        Verdicts.accepted(EventText.valid().with(path, "''"));
        Verdicts.accepted(EventText.valid().with(path, "'" + TOWER.repeat(255) + "'"));
        Verdicts.rejected(EventText.valid().with(path, "'" + "x".repeat(256) + "'"), INVALID_SCHEMA, path);
        for (String json : new String[] {"1", "true", "{}", "['x']"}) {
            Verdicts.rejected(EventText.valid().with(path, json), INVALID_SCHEMA, path);
        }
    }

    @Test
    void ciIsABooleanOrNothing() {
        for (String json : new String[] {"true", "false", "null"}) {
            Verdicts.accepted(EventText.valid().with("environment.ci", json));
        }
        for (String json : new String[] {"'true'", "1", "{}", "[]"}) {
            Verdicts.rejected(EventText.valid().with("environment.ci", json), INVALID_SCHEMA, "environment.ci");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"service", "event"})
    void aRequiredObjectIsAnObjectAndThere(String path) {
        for (String json : new String[] {"null", "'x'", "1", "[]"}) {
            Verdicts.rejected(EventText.valid().with(path, json), INVALID_SCHEMA, path);
        }
        Verdicts.rejected(EventText.valid().without(path), INVALID_SCHEMA, path);
        Verdicts.rejected(
                EventText.valid().with(path, "{}"),
                INVALID_SCHEMA,
                path.equals("service") ? "service.name" : "event.type");
    }

    @Test
    void environmentIsAnObjectOrNothing() {
        Verdicts.accepted(EventText.valid().without("environment"));
        Verdicts.accepted(EventText.valid().with("environment", "null"));
        Verdicts.accepted(EventText.valid().with("environment", "{}"));
        for (String json : new String[] {"'x'", "1", "[]", "false"}) {
            Verdicts.rejected(EventText.valid().with("environment", json), INVALID_SCHEMA, "environment");
        }
    }

    @Test
    void dataIsAnythingButThere() {
        for (String json : new String[] {"null", "'x'", "1e300", "[]", "false", "{}", "[[{'a':null}]]"}) {
            Verdicts.accepted(EventText.valid().with("event.data", json));
        }
        Verdicts.rejected(EventText.valid().without("event.data"), INVALID_SCHEMA, "event.data");
    }

    @Test
    void metadataIsAnything() {
        Verdicts.accepted(EventText.valid().without("metadata"));
        for (String json :
                new String[] {"null", "'x'", "1", "[]", "{}", "{'sdk_version':17}", "{'sdk_version':{'a':[]}}"}) {
            Verdicts.accepted(EventText.valid().with("metadata", json));
        }
    }

    @Test
    void theUserIdMustMatchTheWholeConfiguredPattern() {
        EventRules rules =
                new EventRules(Duration.ofDays(90), Duration.ofHours(24), Pattern.compile("client_[0-9a-f]+"));
        assertThat(Verdicts.of(EventText.valid().json(), rules)).isNull();
        String escaped = EventText.valid().with("user_id", "'client\\u005f0a'").json();
        assertThat(Verdicts.of(escaped, rules)).isNull();
        String longer = EventText.valid().with("user_id", "'my client_0a'").json();
        assertThat(Verdicts.of(longer, rules)).extracting(Rejection::field).isEqualTo("user_id");
    }

    @Test
    void theFirstFaultFromLeftToRightCountsThenWhatIsMissing() {
        Verdicts.rejected(
                EventText.valid().without("schema_version").with("user_id", "1").with("event", "1"),
                INVALID_SCHEMA,
                "user_id");
        Verdicts.rejected(
                EventText.valid().without("schema_version").without("event"), UNSUPPORTED_SCHEMA, "schema_version");
    }
}
