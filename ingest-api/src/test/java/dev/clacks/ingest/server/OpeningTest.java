package dev.clacks.ingest.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class OpeningTest {

    private static final Duration LIMIT = Duration.ofNanos(10);

    @Test
    void whoSendsNothingIsNeverLate() {
        Opening first = Opening.look(null, true, false, 0, 0);
        assertThat(Opening.look(first, true, false, 0, 1_000).isLate(1_000, LIMIT))
                .isFalse();
        assertThat(Opening.look(null, false, true, 0, 1_000).isLate(1_000, LIMIT))
                .isFalse();
    }

    @Test
    void whoSendsWithoutARequestIsLateAfterTheLimit() {
        Opening first = Opening.look(null, true, false, 2, 0);
        assertThat(Opening.look(first, true, false, 4, 10).isLate(10, LIMIT)).isFalse();
        assertThat(Opening.look(first, true, false, 4, 11).isLate(11, LIMIT)).isTrue();
    }

    @Test
    void aHandshakeMustEndWithinTheLimitAndMayThenBeIdle() {
        Opening first = Opening.look(null, false, true, 1, 0);
        assertThat(Opening.look(first, false, true, 2, 11).isLate(11, LIMIT)).isTrue();
        Opening over = Opening.look(first, true, true, 600, 9);
        assertThat(Opening.look(over, true, true, 600, 1_000).isLate(1_000, LIMIT))
                .isFalse();
    }

    @Test
    void whatComesAfterAHandshakeMustBecomeARequestWithinTheLimit() {
        Opening over = Opening.look(null, true, true, 600, 0);
        Opening more = Opening.look(over, true, true, 601, 1_000);
        assertThat(more.isLate(1_000, LIMIT)).isFalse();
        assertThat(Opening.look(more, true, true, 602, 1_011).isLate(1_011, LIMIT))
                .isTrue();
    }
}
