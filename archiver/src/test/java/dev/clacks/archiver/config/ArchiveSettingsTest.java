package dev.clacks.archiver.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.archiver.format.ArchiveFormat;
import io.dropwizard.util.DataSize;
import io.dropwizard.util.Duration;
import org.junit.jupiter.api.Test;

class ArchiveSettingsTest {

    @Test
    void byDefaultNothingLeavesBeforeKafkaHasLetGoOfIt() {
        ArchiveSettings settings = ArchiveSettings.defaults();

        assertThat(settings.waitForKafka()).isTrue();
        assertThat(settings.format()).isEqualTo(ArchiveFormat.PARQUET);
        assertThat(settings.afterDays()).isNull();
        assertThat(settings.lockTimeout()).isEqualTo(Duration.seconds(30));
    }

    @Test
    void everyKeyTakesAnotherValue() {
        ArchiveSettings settings = ArchiveSettings.of(
                ArchiveFormat.CSV_GZ,
                false,
                7,
                10L,
                DataSize.mebibytes(64),
                DataSize.mebibytes(8),
                100,
                Duration.seconds(3),
                "elsewhere");

        assertThat(settings)
                .isEqualTo(new ArchiveSettings(
                        ArchiveFormat.CSV_GZ,
                        false,
                        7,
                        10,
                        DataSize.mebibytes(64),
                        DataSize.mebibytes(8),
                        100,
                        Duration.seconds(3),
                        "elsewhere"));
    }

    @Test
    void anObjectSmallerThanARowGroupIsRefusedByTheNamesOfBothKeys() {
        assertThatThrownBy(() -> ArchiveSettings.of(
                        null, null, null, null, DataSize.mebibytes(1), DataSize.mebibytes(8), null, null, null))
                .hasMessageContaining("archive.objectSize")
                .hasMessageContaining("archive.rowGroupSize");
    }

    @Test
    void credentialsAreSetTogetherAndNeverShown() {
        assertThatThrownBy(() -> S3Settings.at("http://localhost:9000", "bucket", "key", ""))
                .hasMessageContaining("s3.secretAccessKey");
        assertThat(S3Settings.at("http://localhost:9000", "bucket", "key", "hush")
                        .toString())
                .doesNotContain("hush");
        assertThatThrownBy(() -> S3Settings.at("localhost:9000", "bucket", "key", "hush"))
                .hasMessageContaining("http://");
    }
}
