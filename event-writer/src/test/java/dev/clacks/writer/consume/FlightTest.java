package dev.clacks.writer.consume;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.writer.chunk.Chunk;
import dev.clacks.writer.chunk.Owned;
import dev.clacks.writer.chunk.RawRow;
import dev.clacks.writer.chunk.TestRecords;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FlightTest {

    private final Owned owned = new Owned(TestRecords.SOURCE, new UUID(9, 9));
    private final Chunk first = chunk(0);
    private final Chunk second = chunk(1);
    private final Flight flight = new Flight();

    @Test
    void whatFailedGoesOutAgainInTheOrderOfItsOffsets() {
        bothFailed();

        assertThat(flight.takeAgain()).contains(first);
        flight.add(first);
        assertThat(flight.failed(first)).isTrue();

        assertThat(flight.takeAgain()).contains(first);
        assertThat(flight.takeAgain()).contains(second);
    }

    @Test
    void onlyTheRefusalOfALaterOneIsNoNews() {
        bothFailed();
        flight.add(flight.takeAgain().orElseThrow());

        assertThat(flight.retryingBefore(first)).isFalse();

        flight.failed(first);
        assertThat(flight.retryingBefore(second)).isTrue();
    }

    private void bothFailed() {
        flight.add(first);
        flight.add(second);
        assertThat(flight.failed(first)).isTrue();
        assertThat(flight.failed(second)).isFalse();
    }

    private Chunk chunk(long offset) {
        return new Chunk(owned, offset, offset + 1, -1, List.of(new RawRow(TestRecords.event(offset))), false, null);
    }
}
