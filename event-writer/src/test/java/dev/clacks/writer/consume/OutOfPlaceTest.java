package dev.clacks.writer.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.consumer.LogTruncationException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.junit.jupiter.api.Test;

/** W6: what Kafka says is told to people with what was lost. */
class OutOfPlaceTest {

    @Test
    void aTruncatedLogSaysFromWhereOnItDiffers() {
        var truncation = new LogTruncationException(
                "truncated", Map.of(Script.PARTITION, 80L), Map.of(Script.PARTITION, new OffsetAndMetadata(70)));

        assertThat(OutOfPlace.of(truncation).get(Script.PARTITION))
                .isInstanceOfSatisfying(
                        OutOfPlace.Truncated.class,
                        place -> assertThat(place.why())
                                .contains("from offset 70 on", "up to 80 (10 offsets)", "--to 70"));
    }

    @Test
    void aTruncatedLogWhoseLeaderKnowsNotFromWhereIsNoLessTruncated() {
        var truncation = new LogTruncationException("truncated", Map.of(Script.PARTITION, 80L), Map.of());

        assertThat(OutOfPlace.of(truncation).get(Script.PARTITION))
                .isInstanceOfSatisfying(
                        OutOfPlace.Truncated.class,
                        place -> assertThat(place.why()).contains("up to 80", "--to OFFSET"));
    }

    @Test
    void anOffsetOutOfRangeIsForTheClaimToExplain() {
        var outOfRange = new OffsetOutOfRangeException(Map.of(Script.PARTITION, 80L));

        assertThat(OutOfPlace.of(outOfRange).get(Script.PARTITION)).isInstanceOf(OutOfPlace.OutOfRange.class);
    }
}
