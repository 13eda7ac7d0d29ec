package dev.clacks.writer.chunk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.kafka.EventHeaders;
import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.events.TestEvents;
import dev.clacks.testkit.time.ManualClock;
import dev.clacks.writer.chunk.Failure.Stage;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordDecoderTest {

    private static final TestEvent EVENT = new TestEvents(1, new ManualClock(TestRecords.RECEIVED_AT)).next();

    /** 256 characters. */
    private static final String TOO_LONG = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
            + "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private final RecordDecoder decoder = new RecordDecoder(TestRecords.FAILED_TOPIC);

    @Test
    void anAcceptedEventBecomesARowOfItsApplication() {
        Row row = decoder.decode(TestRecords.of(42, EVENT));

        assertThat(row).isInstanceOfSatisfying(EventRow.class, event -> {
            assertThat(event.offset()).isEqualTo(42);
            assertThat(event.receivedAtMillis()).isEqualTo(TestRecords.RECEIVED_AT.toEpochMilli());
            assertThat(event.key()).isEqualTo(new EventKey(EVENT.eventId(), "app", "org", EVENT.timestampMicros()));
            assertThat(event.raw()).isEqualTo(EVENT.bytes());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {EventHeaders.ORG_ID, EventHeaders.APP_ID})
    void aRecordThatDoesNotSayWhoseItIsFails(String missing) {
        var headers = new HashMap<>(TestRecords.accepted());
        headers.remove(missing);

        FailedRow row = failed(event(EVENT.bytes(), headers));

        assertThat(row.failure().code()).isEqualTo("missing_header");
        assertThat(row.eventId()).isEqualTo(EVENT.eventId());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "an app", "app/1", "app\0", "\u9b3c", TOO_LONG})
    void whatIsNoIdIsNobodys(String id) {
        var headers = new HashMap<>(TestRecords.accepted());
        headers.put(EventHeaders.APP_ID, id);

        FailedRow row = failed(event(EVENT.bytes(), headers));
        FailedRow refused = failed(TestRecords.record(TestRecords.FAILED_TOPIC, 7, null, EVENT.bytes(), headers));

        assertThat(row.failure().code()).isEqualTo("missing_header");
        assertThat(row.orgId()).isEqualTo(refused.orgId()).isEqualTo("org");
        assertThat(row.appId()).isEqualTo(refused.appId()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 253_370_764_800_000L, Long.MAX_VALUE})
    void aTimeAtWhichNothingCanHaveBeenReceivedIsTheRecordsFault(long timestamp) {
        FailedRow row = failed(
                TestRecords.record(TestRecords.TOPIC, 42, timestamp, null, EVENT.bytes(), TestRecords.accepted()));
        FailedRow refused =
                failed(TestRecords.record(TestRecords.FAILED_TOPIC, 7, timestamp, null, EVENT.bytes(), Map.of()));

        assertThat(row.failure().code()).isEqualTo("absurd_timestamp");
        assertThat(row.receivedAtMillis()).isEqualTo(refused.receivedAtMillis()).isZero();
    }

    @Test
    void aRecordOfAnotherFormatFails() {
        var headers = new HashMap<>(TestRecords.accepted());
        headers.put(EventHeaders.VERSION, "2");

        assertThat(failed(event(EVENT.bytes(), headers)).failure().code()).isEqualTo("unsupported_format");
    }

    @Test
    void aRecordWithoutAValueFails() {
        FailedRow row = failed(event(null, TestRecords.accepted()));

        assertThat(row.failure().code()).isEqualTo("empty_record");
        assertThat(row.raw()).isEmpty();
        assertThat(row.rawLength()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "not json", "[]", "{}", "{\"event_id\":\"\\u0000\"}"})
    void whatIsNoEventFailsWithItsBytesAndTheirDigest(String text) throws Exception {
        byte[] value = text.getBytes(UTF_8);

        FailedRow row = failed(event(value, TestRecords.accepted()));

        assertThat(row.failure().stage()).isEqualTo(Stage.WRITER);
        assertThat(row.orgId()).isEqualTo("org");
        assertThat(row.appId()).isEqualTo("app");
        assertThat(row.raw()).isEqualTo(value);
        assertThat(row.rawSha256()).isEqualTo(sha256(value));
    }

    @Test
    void theMessageOfAFailureHoldsNoValueOfTheEvent() {
        byte[] value = EVENT.withUser("").withType("very-secret").bytes();

        assertThat(failed(event(value, TestRecords.accepted())).failure().message())
                .doesNotContain("very-secret");
    }

    @Test
    void aRefusedEventKeepsWhatTheDoorSaidAboutIt() {
        byte[] whole = new byte[300_000];
        byte[] cut = new byte[FailedRow.MAX_RAW];
        var headers = new HashMap<>(TestRecords.accepted());
        headers.put(EventHeaders.ERROR_CODE, "event_too_large");
        headers.put(EventHeaders.ERROR_FIELD, "event.data");
        headers.put(EventHeaders.ERROR_MESSAGE, "too large");
        headers.put(EventHeaders.RAW_LENGTH, "300000");
        headers.put(EventHeaders.RAW_SHA256, HexFormat.of().formatHex(sha256(whole)));

        FailedRow row = failed(TestRecords.record(TestRecords.FAILED_TOPIC, 7, null, cut, headers));

        assertThat(row.failure()).isEqualTo(new Failure(Stage.DOOR, "event_too_large", "event.data", "too large"));
        assertThat(row.rawLength()).isEqualTo(300_000);
        assertThat(row.rawSha256()).isEqualTo(sha256(whole));
        assertThat(row.eventId()).isNull();
    }

    @Test
    void aCodeThatTheProtocolDoesNotHaveIsKeptAndCountedAsAnother() {
        byte[] value = "{}".getBytes(UTF_8);

        assertThat(refusedWith("sqlstate_ABCDE", value).failure().code()).isEqualTo("sqlstate_ABCDE");
        assertThat(refusedWith("sqlstate_ABCDE", value).failure().countedAs()).isEqualTo("other");
        assertThat(refusedWith("invalid_schema", value).failure().countedAs()).isEqualTo("invalid_schema");
        assertThat(refusedWith("", value).failure().countedAs()).isEqualTo("unknown");
    }

    private FailedRow refusedWith(String code, byte[] value) {
        return failed(TestRecords.record(
                TestRecords.FAILED_TOPIC, 7, "no uuid", value, Map.of(EventHeaders.ERROR_CODE, code)));
    }

    @Test
    void headersThatMakeNoSenseAreReplacedByWhatTheBytesSay() {
        byte[] value = "{}".getBytes(UTF_8);
        var headers = Map.of(EventHeaders.RAW_LENGTH, "-5", EventHeaders.RAW_SHA256, "x".repeat(64));

        FailedRow row = failed(TestRecords.record(TestRecords.FAILED_TOPIC, 7, "no uuid", value, headers));

        assertThat(row.failure().code()).isEqualTo("unknown");
        assertThat(row.rawLength()).isEqualTo(2);
        assertThat(row.rawSha256()).isEqualTo(sha256(value));
        assertThat(row.eventId()).isNull();
        assertThat(row.orgId()).isEmpty();
    }

    @Test
    void anEventThatPostgresqlRefusedKeepsItsWholeIdentity() {
        var event = (EventRow) decoder.decode(TestRecords.of(42, EVENT));

        FailedRow row = RecordDecoder.failed(event, new Failure(Stage.WRITER, "sqlstate_22P05", "", "refused"));

        assertThat(row.eventId()).isEqualTo(EVENT.eventId());
        assertThat(row.timestampMicros()).isEqualTo(EVENT.timestampMicros());
        assertThat(row.raw()).isEqualTo(EVENT.bytes());
    }

    @Test
    void failuresOfTheSameStageCodeAndFieldAreOneGroup() {
        var failure = new Failure(Stage.DOOR, "code", "field", "message");

        assertThat(failure.fingerprint())
                .hasSize(32)
                .isEqualTo(new Failure(Stage.DOOR, "code", "field", "another").fingerprint())
                .isNotEqualTo(new Failure(Stage.WRITER, "code", "field", "message").fingerprint())
                .isNotEqualTo(new Failure(Stage.DOOR, "cod", "efield", "message").fingerprint());
    }

    @Test
    void keysAreOrderedAsPostgresqlOrdersThem() {
        var low = new EventKey(UUID.fromString("00000000-0000-0000-0000-000000000001"), "app", "org", 1);
        var high = new EventKey(UUID.fromString("ffffffff-0000-0000-0000-000000000001"), "app", "org", 1);

        assertThat(low).isLessThan(high).isLessThan(new EventKey(low.eventId(), "app", "org", 2));
    }

    private static ConsumerRecord<byte[], byte[]> event(byte @Nullable [] value, Map<String, String> headers) {
        return TestRecords.record(TestRecords.TOPIC, 42, EVENT.eventId().toString(), value, headers);
    }

    private FailedRow failed(ConsumerRecord<byte[], byte[]> record) {
        Row row = decoder.decode(record);
        assertThat(row).isInstanceOf(FailedRow.class);
        return (FailedRow) row;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
