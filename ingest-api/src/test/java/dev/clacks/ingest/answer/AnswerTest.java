package dev.clacks.ingest.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class AnswerTest {

    @Test
    void theNestedShapeHoldsCodeMessageAndDetails() {
        var refusal = Refusal.of(Code.INVALID_JSON, "No.").withDetails("At byte 3.");
        assertThat(body(Answer.refusal(refusal, Shape.NESTED)))
                .isEqualTo("{\"error\":{\"code\":\"invalid_json\",\"message\":\"No.\",\"details\":\"At byte 3.\"}}");
    }

    @Test
    void theFlatShapeHoldsTheSameWithoutAnObject() {
        var refusal = Refusal.of(Code.INVALID_JSON, "No.").withDetails("At byte 3.");
        assertThat(body(Answer.refusal(refusal, Shape.FLAT)))
                .isEqualTo("{\"error\":\"invalid_json\",\"message\":\"No.\",\"details\":\"At byte 3.\"}");
    }

    @Test
    void retryAfterIsInTheBodyAndTheHeader() {
        Answer nested = Answer.refusal(Refusal.retry(Code.OVERLOADED, "Full.", 7), Shape.NESTED);
        assertThat(body(nested))
                .isEqualTo("{\"error\":{\"code\":\"overloaded\",\"message\":\"Full.\"},\"retry_after\":7}");
        assertThat(nested.headers()).containsExactly(new Refusal.Header("Retry-After", "7"));
        assertThat(body(Answer.refusal(Refusal.retry(Code.OVERLOADED, "Full.", 7), Shape.FLAT)))
                .isEqualTo("{\"error\":\"overloaded\",\"message\":\"Full.\",\"retry_after\":7}");
    }

    @ParameterizedTest
    @EnumSource
    void everyCodeBringsItsStatusAndIsCountedByItsText(Code code) {
        Answer answer = Answer.refusal(Refusal.of(code, "m"), Shape.NESTED);
        assertThat(answer.status()).isEqualTo(code.status()).isBetween(400, 599);
        assertThat(answer.outcome()).isEqualTo(code.text());
    }

    @Test
    void aServersOwnBugIsA500InBothShapes() {
        var refusal = Refusal.of(Code.INTERNAL_ERROR, "m");
        assertThat(Answer.refusal(refusal, Shape.NESTED).status()).isEqualTo(500);
        assertThat(body(Answer.refusal(refusal, Shape.FLAT)))
                .isEqualTo("{\"error\":\"internal_error\",\"message\":\"m\"}");
    }

    @Test
    void thoseWhoAreNotTrackedGetNoBody() {
        assertThat(Answer.notTracked().status()).isEqualTo(204);
        assertThat(Answer.notTracked().body()).isEmpty();
    }

    private static String body(Answer answer) {
        return new String(answer.body(), UTF_8);
    }
}
