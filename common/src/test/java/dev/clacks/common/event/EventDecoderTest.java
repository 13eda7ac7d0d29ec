package dev.clacks.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From an event's bytes to the columns it is stored in. */
class EventDecoderTest {
    private final EventDecoder decoder = new EventDecoder();

    @Test
    void everyMemberOfTheExampleComesOut() throws Exception {
        assertThat(decode(EventText.valid()))
                .isEqualTo(new TelemetryEvent(
                        UUID.fromString("550e8400-e29b-41d4-a716-446655440000"),
                        ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse("2026-11-22T10:30:00.123456Z")),
                        "client_0a",
                        "sess_0b",
                        "command_execution",
                        "usage",
                        "{\"command\":\"build\",\"duration_ms\":150}",
                        "my-cli",
                        "1.2.0",
                        "rust",
                        "1.75.0",
                        "linux",
                        "6.5.0",
                        "x86_64",
                        false,
                        "bash",
                        "telemetry-kit-rust/0.3.0",
                        "1.0.0",
                        "{\"metadata\":{\"sdk_version\":\"telemetry-kit-rust/0.3.0\",\"batch_size\":1}}"));
    }

    @Test
    void whatIsAbsentOrNullIsNull() throws Exception {
        TelemetryEvent bare = decode(EventText.valid()
                .without("session_id")
                .without("environment")
                .without("metadata")
                .with("event.category", "null")
                .with("service.language", "null")
                .without("service.language_version"));

        assertThat(bare)
                .extracting(
                        TelemetryEvent::sessionId,
                        TelemetryEvent::os,
                        TelemetryEvent::ci,
                        TelemetryEvent::sdkVersion,
                        TelemetryEvent::eventCategory,
                        TelemetryEvent::serviceLanguage,
                        TelemetryEvent::extra)
                .containsOnlyNulls();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1E2", "-0.0", "18446744073709551615", "'a\\u00e9'", "[ 1 , {} ]", "true", "''"})
    void dataKeepsTheClientsOwnSpelling(String json) throws Exception {
        assertThat(decode(EventText.valid().with("event.data", json)).eventData())
                .isEqualTo(EventText.quoted(json));
    }

    @Test
    void escapesOfTextsAreReplaced() throws Exception {
        TelemetryEvent event = decode(EventText.valid().with("user_id", "'\\u00e9\\n\\ud83d\\ude80\\\"/\\/'"));

        assertThat(event.userId()).isEqualTo("\u00e9\n\ud83d\ude80\"//");
    }

    @Test
    void unknownMembersAreKeptWhereTheyStood() throws Exception {
        TelemetryEvent event = decode(EventText.valid()
                .without("metadata")
                .with("service.region", "'eu'")
                .with("service.zone", "[1]")
                .with("environment.tty", "true")
                .with("event.weight", "1e2")
                .with("trace", "{'a':null}"));

        assertThat(event.extra())
                .isEqualTo(EventText.quoted("{'service':{'region':'eu','zone':[1]},'environment':{'tty':true},"
                        + "'event':{'weight':1e2},'trace':{'a':null}}"));
    }

    @Test
    void idIsKeptBesideAnEventIdAndNotWhereItStandsForIt() throws Exception {
        String id = "'550e8400-e29b-41d4-a716-446655440001'";
        EventText bare = EventText.valid().without("metadata");

        TelemetryEvent both = decode(bare.with("id", "[7]"));
        TelemetryEvent alone = decode(bare.without("event_id").with("id", id));

        assertThat(both.extra()).isEqualTo("{\"id\":[7]}");
        assertThat(alone.extra()).isNull();
        assertThat(alone.eventId()).hasToString(id.replace("'", ""));
    }

    @Test
    void anSdkVersionThatIsNoneIsLeftToTheExtras() throws Exception {
        TelemetryEvent number = decode(EventText.valid().with("metadata", "{'sdk_version':3}"));
        TelemetryEvent endless =
                decode(EventText.valid().with("metadata", "{'sdk_version':'" + "x".repeat(256) + "'}"));

        assertThat(number.sdkVersion()).isNull();
        assertThat(number.extra()).isEqualTo("{\"metadata\":{\"sdk_version\":3}}");
        assertThat(endless.sdkVersion()).isNull();
        assertThat(decode(EventText.valid().with("metadata", "'none'")).extra()).isEqualTo("{\"metadata\":\"none\"}");
    }

    @Test
    void theDayAndTheConfigurationDoNotMatterToARecordReadAgain() throws Exception {
        EventText old = EventText.valid().with("timestamp", "'1970-01-01T00:00:00.0000019Z'");

        assertThat(decode(old).timestampMicros()).isEqualTo(1);
        assertThat(decoder.check(old.bytes(), EventRules.defaults(), EventText.NOW))
                .isNotNull()
                .extracting(Rejection::code)
                .isEqualTo(RejectionCode.TIMESTAMP_OUT_OF_RANGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " {}", "{} ", "{", "[]", "null", "{}{}", "{'a':\u0000}"})
    void bytesThatAreNoObjectAreRejectedAndDoNotBreakTheNext(String text) throws Exception {
        byte[] bytes = EventText.quoted(text).getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> decoder.decode(bytes))
                .isInstanceOfSatisfying(EventRejectedException.class, refusal -> {
                    assertThat(refusal.rejection().code()).isEqualTo(RejectionCode.INVALID_SCHEMA);
                    assertThat(refusal.rejection().field()).isEmpty();
                });
        assertThat(decode(EventText.valid()).userId()).isEqualTo("client_0a");
    }

    @Test
    void moreThan256KibibytesAreTooLargeWithoutALook() {
        assertThat(decoder.check(new byte[262_145], EventRules.defaults(), EventText.NOW))
                .isNotNull()
                .extracting(Rejection::code)
                .isEqualTo(RejectionCode.EVENT_TOO_LARGE);
    }

    private TelemetryEvent decode(EventText event) throws EventRejectedException {
        return decoder.decode(event.bytes());
    }
}
