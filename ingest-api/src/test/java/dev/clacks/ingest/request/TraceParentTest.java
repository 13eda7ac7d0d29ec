package dev.clacks.ingest.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceParentTest {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";

    @Test
    void passesOnWhatTheStandardAllows() {
        String header = "00-" + TRACE + "-" + SPAN + "-01";
        assertThat(TraceParent.of(header)).isEqualTo(header);
    }

    @Test
    void ignoresAnAbsentOne() {
        assertThat(TraceParent.of(null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "garbage"
            })
    void ignoresAMalformedOne(String header) {
        assertThat(TraceParent.of(header)).isNull();
    }
}
