package dev.clacks.writer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dropwizard.util.Duration;
import org.junit.jupiter.api.Test;

class WriterConfigurationTest {

    @Test
    void theDefaultsFitTogether() {
        var configuration = new WriterConfiguration(null, null, null, null, null, null);

        assertThat(configuration.group()).isEqualTo(GroupSettings.defaults());
        assertThat(configuration.write()).isEqualTo(WriteSettings.defaults());
    }

    @Test
    void aTurnOfTheLoopHasTimeToGiveAPartitionBackAndToCommitItsOffsets() {
        WriteSettings write =
                WriteSettings.of(null, null, null, null, null, null, null, null, Duration.seconds(20), null, null);

        assertThat(configuration(write, Duration.milliseconds(25_001)).write()).isEqualTo(write);
        assertThatThrownBy(() -> configuration(write, Duration.seconds(25)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write.revokeWithin (20 seconds)")
                .hasMessageContaining("group.maxPollInterval (25 seconds)");
    }

    private static WriterConfiguration configuration(WriteSettings write, Duration maxPollInterval) {
        return new WriterConfiguration(
                null, null, GroupSettings.of(null, null, null, null, null, maxPollInterval), write, null, null);
    }
}
