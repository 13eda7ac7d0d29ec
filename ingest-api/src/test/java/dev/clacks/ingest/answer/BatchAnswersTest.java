package dev.clacks.ingest.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.event.Rejection;
import dev.clacks.common.event.RejectionCode;
import dev.clacks.common.event.ScannedBatch;
import dev.clacks.common.event.ScannedEvent;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class BatchAnswersTest {

    private static final UUID ID = UUID.fromString("550e8400-e29b-41d4-a716-446655440000");
    private static final ScannedEvent GOOD = new ScannedEvent(0, 10, ID, null);
    private static final ScannedEvent BAD =
            new ScannedEvent(10, 20, ID, new Rejection(RejectionCode.INVALID_SCHEMA, "service", "Why."));
    private static final ScannedEvent NAMELESS =
            new ScannedEvent(20, 30, null, new Rejection(RejectionCode.INVALID_EVENT_ID, "event_id", "How."));
    private static final String BAD_ERROR =
            "{\"index\":%d,\"event_id\":\"550e8400-e29b-41d4-a716-446655440000\",\"error\":\"invalid_schema\",\"message\":\"Why.\"}";
    private static final String NIL_ERROR =
            "{\"index\":%d,\"event_id\":\"00000000-0000-0000-0000-000000000000\",\"error\":\"invalid_event_id\",\"message\":\"How.\"}";

    @Test
    void allAcceptedIs200() {
        Answer answer = BatchAnswers.of(batch(GOOD, GOOD), false);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.outcome()).isEqualTo("success");
        assertThat(body(answer))
                .isEqualTo(
                        "{\"status\":\"success\",\"accepted\":2,\"rejected\":0,\"message\":\"2 events accepted\",\"errors\":[]}");
    }

    @Test
    void someRejectedIs207WithEachErrorAtItsIndex() {
        for (boolean sdk : new boolean[] {true, false}) {
            Answer answer = BatchAnswers.of(batch(GOOD, BAD, NAMELESS), sdk);
            assertThat(answer.status()).isEqualTo(207);
            assertThat(body(answer))
                    .isEqualTo("{\"status\":\"partial\",\"accepted\":1,\"rejected\":2,\"errors\":["
                            + BAD_ERROR.formatted(1) + "," + NIL_ERROR.formatted(2) + "]}");
        }
    }

    @Test
    void allRejectedIsA207WithEverythingAcceptedToAnSdkWhichWouldElseFallSilent() {
        Answer answer = BatchAnswers.of(batch(BAD, NAMELESS), true);
        assertThat(answer.status()).isEqualTo(207);
        assertThat(body(answer))
                .isEqualTo("{\"status\":\"partial\",\"accepted\":2,\"rejected\":0,\"quarantined\":2,\"errors\":["
                        + BAD_ERROR.formatted(0) + "," + NIL_ERROR.formatted(1) + "]}");
    }

    @Test
    void allRejectedIsA400ToEverybodyElse() {
        Answer answer = BatchAnswers.of(batch(NAMELESS), false);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.outcome()).isEqualTo("all_events_rejected");
        assertThat(body(answer))
                .startsWith("{\"error\":{\"code\":\"all_events_rejected\",\"message\":\"")
                .endsWith("},\"accepted\":0,\"rejected\":1,\"errors\":[" + NIL_ERROR.formatted(0) + "]}");
    }

    private static ScannedBatch batch(ScannedEvent... events) {
        int accepted =
                (int) List.of(events).stream().filter(ScannedEvent::accepted).count();
        return new ScannedBatch(List.of(events), accepted, events.length - accepted);
    }

    private static String body(Answer answer) {
        return new String(answer.body(), UTF_8);
    }
}
