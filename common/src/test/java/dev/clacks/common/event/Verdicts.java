package dev.clacks.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Asks every way in for its opinion of one event, and expects them to agree. */
final class Verdicts {

    private Verdicts() {}

    /** Passes when the event is accepted. */
    static void accepted(EventText event) {
        assertThat(of(event.json(), EventRules.defaults())).isNull();
    }

    /** Passes when the event is refused with this code, for this member. */
    static void rejected(EventText event, RejectionCode code, String field) {
        rejected(event.json(), code, field);
    }

    /** Passes when the event is refused with this code, for this member. */
    static void rejected(String event, RejectionCode code, String field) {
        Rejection rejection = of(event, EventRules.defaults());
        if (rejection == null) {
            throw new AssertionError("was accepted: " + event);
        }
        assertThat(rejection.code()).as(rejection.message()).isEqualTo(code);
        assertThat(rejection.field()).as(rejection.message()).isEqualTo(field);
    }

    /** What the scanner says of a batch of this event, and the decoder's check of its bytes. */
    static @Nullable Rejection of(String event, EventRules rules) {
        ScannedEvent scanned = scan(rules, EventText.batch(event)).events().get(0);
        assertThat(scanned.start()).isEqualTo("{\"events\":[".length());
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        assertThat(scanned.length()).isEqualTo(bytes.length);
        Rejection rejection = scanned.rejection();
        assertThat(new EventDecoder().check(bytes, rules, EventText.NOW)).isEqualTo(rejection);
        return rejection;
    }

    /** Scans a body that is a batch. */
    static ScannedBatch scan(EventRules rules, byte[] body) {
        try {
            return new BatchScanner(rules, 1000).scan(body, body.length, EventText.NOW);
        } catch (InvalidBatchException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
