package dev.clacks.common.event;

import static dev.clacks.common.event.RejectionCode.DUPLICATE_KEY;
import static dev.clacks.common.event.RejectionCode.EVENT_TOO_LARGE;
import static dev.clacks.common.event.RejectionCode.INVALID_SCHEMA;
import static dev.clacks.common.event.RejectionCode.INVALID_UNICODE;
import static dev.clacks.common.event.RejectionCode.NUMBER_OUT_OF_RANGE;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules for every string, number, key, depth and size, wherever it stands in the event. */
class GeneralRulesTest {

    /** Where a value can stand, known and unknown, near and deep; the percent sign is the value. */
    private static final String[][] PLACES = {
        {"event.data", "%"},
        {"event.data", "{'a':[1,{'b':%}]}"},
        {"event.other", "[[%]]"},
        {"metadata", "%"},
        {"metadata.more", "{'a':%}"},
        {"service.more", "%"},
        {"environment.more", "{'a':%}"},
        {"more", "[%]"},
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\u0000",
                "x\\u0000x",
                "\\ud800",
                "\\udc00",
                "\\ud800x",
                "\\ud83d\\ud83d",
                "\\ud83d\\u0041",
                "\\uDBFF",
                "\\udfff\\ud800",
                "\\ud83d\\\\udc00"
            })
    void aStringOrKeyThatPostgresCannotStoreIsInvalid(String escape) {
        for (String[] place : PLACES) {
            rejectedAt(place, "'" + escape + "'", INVALID_UNICODE);
            rejectedAt(place, "{'" + escape + "':1}", INVALID_UNICODE);
        }
        Verdicts.rejected(EventText.valid().with("session_id", "'" + escape + "'"), INVALID_UNICODE, "session_id");
        Verdicts.rejected(EventText.valid().with(escape, "1"), INVALID_UNICODE, "");
        Verdicts.rejected(EventText.valid().with("service." + escape, "1"), INVALID_UNICODE, "service");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\u0001",
                "\\ud83d\\ude00",
                "\\uD83D\\uDE00",
                "\\uffff",
                "\\\\u0000",
                "\\\"\\\\\\/\\b\\f\\n\\r\\t",
                "\uFFFF\uD83D\uDE00\u00e9"
            })
    void anyOtherCharacterMayBeWritten(String text) {
        for (String[] place : PLACES) {
            acceptedAt(place, "'" + text + "'");
            acceptedAt(place, "{'" + text + "':1}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e401", "1E+401", "1e-401", "0e401", "1e0000401", "-1.5e99999999999999999999", "1e4294967296"})
    void anExponentBeyond400IsOutOfRange(String number) {
        for (String[] place : PLACES) {
            rejectedAt(place, number, NUMBER_OUT_OF_RANGE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1e400", "1E+400", "1e-400", "1e0000400", "-0.0", "18446744073709551615", "1e+300", "0", "-0"})
    void aNumberWithinTheBoundsIsAccepted(String number) {
        for (String[] place : PLACES) {
            acceptedAt(place, number);
        }
    }

    @Test
    void aNumberHasAHundredDigitsAtMost() {
        for (String[] place : PLACES) {
            acceptedAt(place, "9".repeat(100));
            acceptedAt(place, "-0." + "9".repeat(99) + "e0400");
            rejectedAt(place, "9".repeat(101), NUMBER_OUT_OF_RANGE);
            rejectedAt(place, "-0." + "9".repeat(100), NUMBER_OUT_OF_RANGE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':1,'a':1}",
                "{'a':1,'b':2,'\\u0061':3}",
                "{'\\u0061':1,'b':{},'a':[]}",
                "{'':0,'':0}",
                "{'\\ud83d\\ude00':0,'\uD83D\uDE00':0}",
                "{'a/b':{},'a\\/b':{}}",
                "{'a fairly long key':{'a':0},'a fairly long key':1}"
            })
    void aKeyTwiceInOneObjectIsADuplicateHoweverItIsWritten(String json) {
        for (String[] place : PLACES) {
            rejectedAt(place, json, DUPLICATE_KEY);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'a':{'a':{'a':0}},'b':0}",
                "[{'a':1},{'a':1}]",
                "{'a':1,'A':1,'aa':1,'':1}",
                "{'a':[{'b':0},{'b':0}],'b':0}",
                "{'a fairly long key':0,'a fairly long kex':0,'a fairly lonG key':0}"
            })
    void aKeyMayComeAgainInAnotherObject(String json) {
        for (String[] place : PLACES) {
            acceptedAt(place, json);
        }
    }

    @Test
    void aKnownKeyTwiceIsADuplicate() {
        String event = EventText.valid().json();
        Verdicts.rejected(
                event.replace("{\"schema_version\":", "{\"user_id\":\"x\",\"schema_version\":"),
                DUPLICATE_KEY,
                "user_id");
        Verdicts.rejected(event.replace("\"name\":", "\"n\\u0061me\":\"x\",\"name\":"), DUPLICATE_KEY, "service.name");
        Verdicts.rejected(event.replace("\"ci\":", "\"ci\":null,\"ci\":"), DUPLICATE_KEY, "environment.ci");
        Verdicts.rejected(event.replace("\"metadata\":", "\"metadata\":[],\"metadata\":"), DUPLICATE_KEY, "metadata");
        Verdicts.rejected(event.replace("\"service\":", "\"service\":{},\"service\":"), DUPLICATE_KEY, "service");
        Verdicts.rejected(event.replace("\"event_id\":", "\"event_id\":null,\"event_id\":"), DUPLICATE_KEY, "event_id");
    }

    @Test
    void anUnknownKeyTwiceIsADuplicateAroundOtherMembers() {
        String event = EventText.valid().json();
        Verdicts.rejected(
                event.replace("{\"schema_version\":", "{\"x\":0,\"schema_version\":")
                        .replace(",\"metadata\"", ",\"x\":0,\"metadata\""),
                DUPLICATE_KEY,
                "");
        Verdicts.rejected(
                event.replace("\"name\":", "\"x\":0,\"name\":").replace("\"language\"", "\"x\":0,\"language\""),
                DUPLICATE_KEY,
                "service");
    }

    @Test
    void manyKeysAreComparedAll() {
        String distinct =
                IntStream.range(0, 5000).mapToObj(i -> "'key " + i + "':0").collect(Collectors.joining(","));
        acceptedAt(PLACES[0], "{" + distinct + "}");
        rejectedAt(PLACES[0], "{" + distinct + ",'key \\u0030':0}", DUPLICATE_KEY);
        rejectedAt(PLACES[0], "{" + distinct + ",'key 4999':0}", DUPLICATE_KEY);
    }

    @Test
    void anEventIsNested64LevelsDeepAtMost() {
        Verdicts.accepted(EventText.valid().with("more", "[".repeat(63) + "]".repeat(63)));
        Verdicts.rejected(EventText.valid().with("more", "[".repeat(64) + "]".repeat(64)), INVALID_SCHEMA, "");
        Verdicts.accepted(EventText.valid().with("event.data", "{'a':".repeat(62) + "0" + "}".repeat(62)));
        Verdicts.rejected(
                EventText.valid().with("event.data", "{'a':".repeat(63) + "0" + "}".repeat(63)),
                INVALID_SCHEMA,
                "event.data");
        Verdicts.accepted(EventText.valid().with("metadata", "[".repeat(63) + "]".repeat(63)));
        Verdicts.rejected(
                EventText.valid().with("metadata", "[".repeat(64) + "]".repeat(64)), INVALID_SCHEMA, "metadata");
    }

    @Test
    void anEventHas256KibibytesAtMost() {
        int around = EventText.valid().with("more", "''").bytes().length;
        Verdicts.accepted(EventText.valid().with("more", "'" + "x".repeat(262_144 - around) + "'"));
        Verdicts.rejected(
                EventText.valid().with("more", "'" + "x".repeat(262_145 - around) + "'"), EVENT_TOO_LARGE, "");
    }

    @Test
    void tooLargeOverridesEveryOtherFault() {
        String large = "'" + "x".repeat(262_144) + "'";
        Verdicts.rejected(EventText.valid().with("schema_version", "1").with("more", large), EVENT_TOO_LARGE, "");
        String keys = IntStream.range(0, 40_000).mapToObj(i -> "'" + i + "':0").collect(Collectors.joining(","));
        Verdicts.rejected(EventText.valid().with("more", "{" + keys + ",'0':0}"), EVENT_TOO_LARGE, "");
    }

    @Test
    void aFaultIsReportedAtTheMemberThatHoldsIt() {
        Verdicts.rejected(
                EventText.valid().with("event.data", "{'secret':[1e999]}"), NUMBER_OUT_OF_RANGE, "event.data");
        Verdicts.rejected(EventText.valid().with("service.secret", "1e999"), NUMBER_OUT_OF_RANGE, "service");
        Verdicts.rejected(EventText.valid().with("secret", "1e999"), NUMBER_OUT_OF_RANGE, "");
    }

    private static void acceptedAt(String[] place, String value) {
        Verdicts.accepted(at(place, value));
    }

    private static void rejectedAt(String[] place, String value, RejectionCode code) {
        String path = place[0];
        boolean known = path.equals("event.data") || path.equals("metadata");
        int dot = path.indexOf('.');
        Verdicts.rejected(at(place, value), code, known ? path : dot < 0 ? "" : path.substring(0, dot));
    }

    private static EventText at(String[] place, String value) {
        return EventText.valid().with(place[0], place[1].replace("%", value));
    }
}
