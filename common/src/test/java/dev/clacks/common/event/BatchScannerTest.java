package dev.clacks.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.event.InvalidBatchException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The body around the events: its shape, its encoding, and what the scan gives back. */
class BatchScannerTest {
    private static final int MOST = 5;

    private final BatchScanner scanner = new BatchScanner(EventRules.defaults(), MOST);

    @Test
    void eachEventIsFoundWhereItStands() throws Exception {
        String first = event(1);
        String second = EventText.valid().with("user_id", "1").json();
        String body = "{ \"other\" : [1,{\"events\":2}] , \"events\" : [\n" + first + " ,\t" + second
                + "\r\n] , \"x\":null }";

        ScannedBatch batch = scan(body);

        assertThat(batch.accepted()).isEqualTo(1);
        assertThat(batch.rejected()).isEqualTo(1);
        assertThat(batch.events())
                .extracting(event -> body.substring(event.start(), event.end()))
                .containsExactly(first, second);
        assertThat(batch.events().get(1).accepted()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "1",
                "'events'",
                "{}",
                "{'events':null}",
                "{'events':{}}",
                "{'events':1}",
                "{'events':[1]}",
                "{'events':[null]}",
                "{'events':[[]]}",
                "{'events':['x']}",
                "{'events':[{}",
                "{'events':[{}]",
                "{'events':[{}]}x",
                "{'events':[{}]}{}",
                "{'events':[{}]},",
                "{'events':[{},]}",
                "{'events':[,{}]}",
                "{'events':[{} {}]}",
                "{'events':[{}],}",
                "{,'events':[{}]}",
                "{'events' [{}]}",
                "{'events':[{}]'x':1}",
                "{events:[{}]}",
                "{'events':[{}],'events':[{}]}",
                "{'events':[{}],'\\u0065vents':[]}",
                "{'EVENTS':[{}]}",
                "{'events':[{'a'}]}",
                "{'events':[{'a':}]}",
                "{'events':[{'a':1,}]}",
                "{'events':[{'a':01}]}",
                "{'events':[{'a':'\\x'}]}",
                "{'events':[{'a':'\\u12g4'}]}",
                "{'events':[{'a':'\t'}]}",
                "{'events':[{a:1}]}",
                "{'events':[{'a':nul}]}",
                "{'events':[{'a':+1}]}",
                "{'events':[{'a':1.}]}",
                "{'events':[{'a':.1}]}",
                "{'events':[{'a':-}]}",
                "{'events':[{'a':1e}]}",
                "{'events':[{'a':NaN}]}",
                "{'events':[{'a':[}]}",
                "{'events':[{'a':[1,]}]}",
                "{'events':[{'a':(1)}]}",
                "\uFEFF{'events':[{}]}",
                "{'events':[{}]}\u0000"
            })
    void whatIsNotOneBatchIsRefusedWhole(String body) {
        refused(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), Reason.INVALID_JSON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "80",
                "BF",
                "C0 80",
                "C1 BF",
                "C2",
                "C2 20",
                "E0 80 80",
                "E0 9F BF",
                "E2 82",
                "E2 82 22",
                "ED A0 80",
                "ED BF BF",
                "F0 80 80 80",
                "F0 8F BF BF",
                "F0 9F 98",
                "F0 9F 98 22",
                "F4 90 80 80",
                "F5 90 80 80",
                "FE",
                "FF"
            })
    void malformedUtf8IsRefusedWholeWhereverItStands(String hex) {
        byte[] bad = new byte[(hex.length() + 1) / 3];
        for (int i = 0; i < bad.length; i++) {
            bad[i] = (byte) Integer.parseInt(hex.substring(i * 3, i * 3 + 2), 16);
        }
        String mark = "#bad#";
        for (String place : List.of(
                "{\"events\":["
                        + EventText.valid().with("event.data", "'" + mark + "'").json() + "]}",
                "{\"events\":["
                        + EventText.valid()
                                .with("user_id", "'a fairly long text " + mark + "'")
                                .json() + "]}",
                "{\"events\":[" + EventText.valid().with("more." + mark, "1").json() + "]}",
                "{\"events\":["
                        + EventText.valid()
                                .with("user_id", "1")
                                .with("z", "'" + mark + "'")
                                .json() + "]}",
                "{\"" + mark + "\":1,\"events\":[" + event(1) + "]}")) {
            String latin = place.replace(mark, new String(bad, StandardCharsets.ISO_8859_1));
            refused(latin.getBytes(StandardCharsets.ISO_8859_1), Reason.INVALID_JSON);
        }
    }

    @Test
    void anyPrefixOfABatchIsNoBatch() throws Exception {
        byte[] body = EventText.batch(event(1), event(2));
        for (int length = 0; length < body.length; length++) {
            int shorter = length;
            assertThatThrownBy(() -> scanner.scan(body, shorter, EventText.NOW))
                    .isInstanceOfSatisfying(
                            InvalidBatchException.class,
                            refusal -> assertThat(refusal.reason()).isEqualTo(Reason.INVALID_JSON));
        }
        assertThat(scanner.scan(body, body.length, EventText.NOW).accepted()).isEqualTo(2);
    }

    @Test
    void aBatchHasAtLeastOneEvent() {
        refused(EventText.batch(), Reason.EMPTY_BATCH);
        refused("{\"events\":[ ],\"x\":[{}]}".getBytes(StandardCharsets.UTF_8), Reason.EMPTY_BATCH);
    }

    @Test
    void aBatchHasNotMoreEventsThanItMayWhateverFollows() throws Exception {
        String[] most = Collections.nCopies(MOST, "{}").toArray(String[]::new);
        assertThat(scan(new String(EventText.batch(most), StandardCharsets.UTF_8))
                        .rejected())
                .isEqualTo(MOST);
        refused(
                ("{\"events\":[" + "{},".repeat(MOST) + "{not even JSON").getBytes(StandardCharsets.UTF_8),
                Reason.BATCH_TOO_LARGE);
    }

    @Test
    void theKeyEventsMayBeWrittenWithEscapes() throws Exception {
        assertThat(scan("{\"\\u0065\\u0076\\u0065\\u006e\\u0074\\u0073\":[" + event(1) + "]}")
                        .accepted())
                .isEqualTo(1);
    }

    @Test
    void aBadEventDoesNotTouchItsNeighbours() throws Exception {
        String bad = EventText.valid()
                .with("event.data", "{'a':{'a':1,'a':2},'b':'\\ud800'}")
                .json();

        ScannedBatch batch = scan("{\"events\":[" + event(1) + "," + bad + "," + event(2) + "]}");

        assertThat(batch.events()).extracting(ScannedEvent::accepted).containsExactly(true, false, true);
    }

    @Test
    void ofTheSameIdTwiceTheFirstValidOneCounts() throws Exception {
        String invalid = EventText.valid().with("user_id", "1").json();
        String valid = EventText.valid().json();
        String upper = valid.replace("550e8400", "550E8400");

        ScannedBatch batch = scan("{\"events\":[" + invalid + "," + valid + "," + upper + "," + event(2) + "]}");

        assertThat(batch.events()).extracting(ScannedEvent::accepted).containsExactly(false, true, false, true);
        Rejection rejection = batch.events().get(2).rejection();
        assertThat(rejection).isNotNull().extracting(Rejection::code).isEqualTo(RejectionCode.DUPLICATE_EVENT_ID);
        assertThat(rejection).extracting(Rejection::field).isEqualTo("event_id");
    }

    @Test
    void theNextBodyKnowsNothingOfTheLast() throws Exception {
        byte[] body = EventText.batch(event(1));

        assertThat(scanner.scan(body, body.length, EventText.NOW).accepted()).isEqualTo(1);
        refused(EventText.batch(event(1), "{").clone(), Reason.INVALID_JSON);
        assertThat(scanner.scan(body, body.length, EventText.NOW).accepted()).isEqualTo(1);
    }

    @Test
    void aRejectedEventIsNamedByItsIdWhereItCanBeRead() throws Exception {
        UUID id = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");
        EventText broken = EventText.valid().with("schema_version", "7");

        assertThat(scan("{\"events\":[" + broken.json() + "]}")
                        .events()
                        .getFirst()
                        .id())
                .isEqualTo(id);
        assertThat(scan("{\"events\":["
                                + broken.without("event_id")
                                        .with("id", "'" + id + "'")
                                        .json() + "]}")
                        .events()
                        .getFirst()
                        .id())
                .isEqualTo(id);
        assertThat(scan("{\"events\":["
                                + broken.with("event_id", "'no'")
                                        .with("id", "'" + id + "'")
                                        .json() + "]}")
                        .events()
                        .getFirst()
                        .id())
                .isNull();
    }

    @Test
    void theMessageSaysWhereAndNeverQuotes() {
        assertThatThrownBy(() -> scan("{\"events\":[{\"secret\":hunter2}]}"))
                .hasMessage("not a valid batch: expected a value at byte 21");
    }

    private ScannedBatch scan(String body) throws InvalidBatchException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return scanner.scan(bytes, bytes.length, EventText.NOW);
    }

    private void refused(byte[] body, Reason reason) {
        assertThatThrownBy(() -> scanner.scan(body, body.length, EventText.NOW))
                .isInstanceOfSatisfying(
                        InvalidBatchException.class,
                        refusal -> assertThat(refusal.reason()).isEqualTo(reason));
    }

    private static String event(int id) {
        return EventText.valid()
                .with("event_id", "'00000000-0000-4000-8000-00000000000" + id + "'")
                .json();
    }
}
