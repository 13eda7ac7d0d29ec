package dev.clacks.archiver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.archiver.format.ArchiveFormat;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunStateTest {

    @Test
    void nothingIsDoneBeforeItWasVerified() {
        for (RunState state : RunState.values()) {
            assertThat(state.mayBecome(RunState.DONE)).as(state.text()).isEqualTo(state == RunState.VERIFIED);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RunState.class,
            names = {"DONE", "FAILED"})
    void whatHasEndedBecomesNothingElse(RunState ended) {
        assertThat(ended.ended()).isTrue();
        for (RunState next : RunState.values()) {
            assertThat(ended.mayBecome(next)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(RunState.class)
    void aStateIsReadAsItWasWritten(RunState state) {
        assertThat(RunState.of(state.text())).isEqualTo(state);
    }

    @Test
    void aRunRefusesAStepThatItsStateDoesNotAllow() {
        var run = new ArchiveRun(
                UUID.randomUUID(),
                30,
                LocalDate.of(2026, 1, 10),
                1,
                "partitions.leaf",
                ArchiveFormat.PARQUET,
                RunState.DETACHED);

        assertThatThrownBy(() -> run.in(RunState.DONE)).hasMessageContaining("DETACHED");
    }
}
