package dev.clacks.writer.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.writer.chunk.EndSeen;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaneProgressTest {

    private static final Instant START = Instant.parse("2026-11-25T10:00:00Z");

    private final LaneProgress progress = new LaneProgress();

    @BeforeEach
    void start() {
        progress.start(100, null);
    }

    @Test
    void whoHasStoredUpToTheEndIsCaughtUp() {
        progress.sawEnd(end(100, 1));

        assertThat(progress.caughtUp()).contains(end(100, 1));
    }

    @Test
    void anEndAheadIsCaughtUpWithOnceItIsStored() {
        progress.sawEnd(end(150, 1));
        assertThat(progress.caughtUp()).isEmpty();

        progress.stored(150, 3, Instant.EPOCH);

        assertThat(progress.caughtUp()).contains(end(150, 1));
    }

    @Test
    void anEndThatWasAskedForBeforeMoreWasStoredStillCounts() {
        progress.sawEnd(end(110, 1));
        progress.stored(130, 3, Instant.EPOCH);

        progress.sawEnd(end(120, 2));

        assertThat(progress.caughtUp()).contains(end(120, 2));
    }

    @Test
    void anEndOfATopicMadeAgainIsNotTakenForThisLogs() {
        progress.sawEnd(end(150, 1));

        progress.sawEnd(end(0, 2));
        progress.sawEnd(end(120, 3));

        assertThat(progress.caughtUp()).isEmpty();
        assertThat(progress.endSeen()).contains(end(150, 1));
        assertThat(progress.behind()).hasValue(50);
    }

    @Test
    void anEndBeforeTheBeginningIsNotTakenForThisLogsEither() {
        progress.sawEnd(end(99, 1));

        assertThat(progress.caughtUp()).isEmpty();
    }

    @Test
    void whatKafkaTookBeforeTheLastClaimSaysNothingAboutThisOne() {
        progress.takeUntold();
        progress.taken(100);
        assertThat(progress.confirmedOffset()).isEqualTo(100);

        progress.start(40, null);
        progress.taken(100);
        assertThat(progress.confirmedOffset()).isNull();
        progress.takeUntold();
        progress.taken(100);
        assertThat(progress.confirmedOffset()).isNull();
        progress.taken(40);

        assertThat(progress.confirmedOffset()).isEqualTo(40);
    }

    @Test
    void aNewClaimForgetsWhatWasSeen() {
        progress.sawEnd(end(150, 1));

        progress.start(40, null);
        progress.sawEnd(end(40, 2));

        assertThat(progress.caughtUp()).contains(end(40, 2));
    }

    private static EndSeen end(long offset, int second) {
        return new EndSeen(offset, START.plusSeconds(second));
    }
}
