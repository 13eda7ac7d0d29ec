package dev.clacks.ingest.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class UsageWatchTest {

    @ParameterizedTest
    @CsvSource({"PT0.001S, PT5S", "PT0.263S, PT5S", "PT1S, PT19S", "PT10S, PT30S"})
    void aReadingTakesATwentiethOfTheTimeAtMost(Duration took, Duration rest) {
        assertThat(UsageWatch.rest(Duration.ofSeconds(5), took)).isEqualTo(rest);
    }
}
