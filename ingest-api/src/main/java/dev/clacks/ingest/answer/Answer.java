package dev.clacks.ingest.answer;

import java.util.List;

/**
 * A whole answer, ready to be written.
 *
 * @param status HTTP status
 * @param outcome a word for metrics and logs: an error code, {@code success}, {@code partial} or {@code not_tracked}
 * @param headers beyond those that every answer has
 * @param body JSON; empty with 204. Not copied: nobody may change it
 */
@SuppressWarnings("ArrayRecordComponent") // a value on its way, never compared
public record Answer(int status, String outcome, List<Refusal.Header> headers, byte[] body) {

    private static final Answer NOT_TRACKED = new Answer(204, "not_tracked", List.of(), new byte[0]);

    /** To a client that asks not to be tracked. */
    public static Answer notTracked() {
        return NOT_TRACKED;
    }

    /** A JSON answer. */
    public static Answer json(int status, String outcome, JsonText text) {
        return new Answer(status, outcome, List.of(), text.bytes());
    }

    /** An error in the shape that the caller can read. */
    public static Answer refusal(Refusal refusal, Shape shape) {
        var text = new JsonText().open('{');
        if (shape == Shape.NESTED) {
            text.name("error").open('{').member("code", refusal.code().text());
        } else {
            text.member("error", refusal.code().text());
        }
        text.member("message", refusal.message());
        if (refusal.details() != null) {
            text.member("details", refusal.details());
        }
        if (shape == Shape.NESTED) {
            text.close('}');
        }
        var answer = refusal;
        if (refusal.retryAfterSeconds() > 0) {
            text.member("retry_after", refusal.retryAfterSeconds());
            answer = refusal.with("Retry-After", Integer.toString(refusal.retryAfterSeconds()));
        }
        text.close('}');
        return new Answer(refusal.code().status(), refusal.code().text(), answer.headers(), text.bytes());
    }
}
