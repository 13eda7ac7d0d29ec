package dev.clacks.ingest.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.Tape;
import dev.clacks.testkit.events.TestEvent;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GoodBatchesIT {

    @RegisterExtension
    static final Door DOOR = new Door();

    @ParameterizedTest
    @EnumSource
    void everyDialectIsAcceptedAndAnsweredAlike(Dialect dialect) throws IOException {
        Reply reply = Checks.answer(DOOR.send(DOOR.fresh(dialect, 3)), 200);
        assertThat(reply.text())
                .isEqualTo(
                        "{\"status\":\"success\",\"accepted\":3,\"rejected\":0,\"message\":\"3 events accepted\",\"errors\":[]}");
    }

    @Test
    void organisationAndApplicationAreFoundByEitherName() throws IOException {
        var tenant = DOOR.tenant();
        for (Object org : List.of(tenant.orgId(), tenant.orgUuid(), upper(tenant.orgUuid()))) {
            for (Object app : List.of(tenant.appId(), tenant.appUuid(), upper(tenant.appUuid()))) {
                Checks.answer(DOOR.send(DOOR.fresh(1).path("/v1/ingest/" + org + "/" + app)), 200);
            }
        }
    }

    @Test
    void theApplicationMayComeFirstWithAnyLabelBehindIt() throws IOException {
        var tenant = DOOR.tenant();
        Checks.answer(DOOR.send(DOOR.fresh(1).path("/v1/ingest/" + tenant.appId() + "/my-app")), 200);
        Checks.answer(DOOR.send(DOOR.fresh(1).path("/v1/ingest/" + tenant.appUuid() + "/my-app")), 200);
    }

    @Test
    void escapedCharactersInThePathMeanTheSame() throws IOException {
        var tenant = DOOR.tenant();
        String app = tenant.appId().replace("app", "%61pp");
        Checks.answer(DOOR.send(DOOR.fresh(1).path("/v1/ingest/" + tenant.orgId() + "/" + app + "?ignored=1")), 200);
    }

    @Test
    void theSdksDialectMayBearATokenToo() throws IOException {
        Checks.answer(
                DOOR.send(DOOR.fresh(1)
                        .header("Authorization", "Bearer " + DOOR.tenant().token())),
                200);
    }

    @Test
    void theSignatureCoversWhatIsInsideTheGzip() throws IOException {
        Checks.answer(DOOR.send(DOOR.fresh(100).gzipped()), 200);
        Checks.answer(DOOR.send(DOOR.fresh(100).gzipped().chunked()), 200);
    }

    @Test
    void aBodyMayComeInChunksWithoutALength() throws IOException {
        Checks.answer(DOOR.send(DOOR.fresh(10).chunked()), 200);
    }

    @Test
    void aRightBatchSizeIsFine() throws IOException {
        Checks.answer(DOOR.send(DOOR.fresh(7).header("X-Batch-Size", "7")), 200);
    }

    @Test
    void doNotTrackIsAnswered204AndNothingIsKept() throws IOException {
        TestEvent event = DOOR.event();
        Reply reply = DOOR.send(
                DOOR.call(Dialect.SDK, TestEvent.batch(List.of(event))).header("DNT", "1"));
        Checks.answer(reply, 204);
        assertThat(reply.body()).isEmpty();
        assertThat(DOOR.accepted().withKey(event.eventId())).isEmpty();
        Checks.answer(DOOR.send(DOOR.fresh(1).header("DNT", "0")), 200);
    }

    @Test
    void aThousandEventsAreNotTooMany() throws IOException {
        assertThat(Checks.answer(DOOR.send(DOOR.fresh(1000)), 200)
                        .json()
                        .get("accepted")
                        .asInt())
                .isEqualTo(1000);
    }

    @Test
    void tenMebibytesAreNotTooMuch() throws IOException {
        byte[] batch = TestEvent.batch(DOOR.events(1));
        byte[] body = Arrays.copyOf(batch, 10 << 20);
        Arrays.fill(body, batch.length, body.length, (byte) ' ');
        Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, body)), 200);
        Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, body).gzipped()), 200);
    }

    @Test
    void anEventOf256KibibytesIsNotTooLarge() throws IOException {
        TestEvent event = DOOR.event().withExtra("");
        int free = 256 * 1024 - event.withExtra("\"pad\":\"\"").bytes().length;
        TestEvent padded = event.withExtra("\"pad\":\"" + "x".repeat(free) + "\"");
        assertThat(padded.bytes()).hasSize(256 * 1024);
        Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, TestEvent.batch(List.of(padded)))), 200);
        assertThat(DOOR.accepted().withKey(event.eventId())).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"events\":[%s],\"more\":{\"x\":[1,2]}}",
                " \t\r\n{ \"sent_by\" : null , \"events\" : [ %s ] } \n",
                "{\"\\u0065vents\":[%s]}"
            })
    void theBatchMayHaveOtherMembersAndSpace(String form) throws IOException {
        TestEvent event = DOOR.event();
        byte[] body = form.formatted(event.json()).getBytes(UTF_8);
        Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, body)), 200);
        assertThat(DOOR.accepted().withKey(event.eventId())).hasSize(1);
    }

    @Test
    void aBatchSentTwiceIsAcceptedTwice() throws IOException {
        TestEvent event = DOOR.event();
        byte[] body = TestEvent.batch(List.of(event));
        for (int i = 0; i < 2; i++) {
            assertThat(Checks.answer(DOOR.send(DOOR.call(Dialect.SDK, body)), 200)
                            .json()
                            .get("accepted")
                            .asInt())
                    .isEqualTo(1);
        }
    }

    @Test
    void aTraceContextGoesIntoTheRecordAndAMalformedOneDoesNot() throws IOException {
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        assertThat(traceOf(parent)).isEqualTo(parent);
        assertThat(traceOf("00-nonsense")).isEqualTo("none");
    }

    private static String traceOf(String header) throws IOException {
        TestEvent event = DOOR.event();
        Call call = DOOR.call(Dialect.SDK, TestEvent.batch(List.of(event))).header("traceparent", header);
        Checks.answer(DOOR.send(call), 200);
        String trace = Tape.header(DOOR.accepted().withKey(event.eventId()).getFirst(), "traceparent");
        return trace == null ? "none" : trace;
    }

    private static String upper(UUID uuid) {
        return uuid.toString().toUpperCase(Locale.ROOT);
    }
}
