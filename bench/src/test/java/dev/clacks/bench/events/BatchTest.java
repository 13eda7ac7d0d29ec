package dev.clacks.bench.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchTest {

    @Test
    void puts_events_into_a_body_as_they_are() {
        Batch batch = Batch.of(List.of("{\"a\": 1}".getBytes(UTF_8), "{}".getBytes(UTF_8)));

        assertThat(new String(batch.body(), UTF_8)).isEqualTo("{\"events\":[{\"a\": 1},{}]}");
        assertThat(batch.events()).isEqualTo(2);
    }

    @Test
    void splits_into_full_batches_and_a_rest() {
        List<byte[]> events =
                IntStream.range(0, 250).mapToObj(i -> "{}".getBytes(UTF_8)).toList();

        assertThat(Batch.split(events, 100).stream().map(Batch::events)).containsExactly(100, 100, 50);
    }
}
