package dev.clacks.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReplyFilterTest {
    private @Nullable ReplyFault fault = new ReplyFault(bytes("COMMIT"), false);
    private final ReplyFilter filter = new ReplyFilter(() -> fault);

    @Test
    void passesWhatDoesNotHoldThePattern() {
        assertThat(passing("COMMENT")).isEqualTo(7);
    }

    @Test
    void stopsWhereThePatternBegins() {
        assertThat(passing("xxCOMMITyy")).isEqualTo(2);
    }

    @Test
    void passesNothingAfterThePattern() {
        passing("COMMIT");

        assertThat(passing("more")).isZero();
    }

    @Test
    void findsAPatternThatComesInThreePieces() {
        assertThat(passing("xxCO")).isEqualTo(4);
        assertThat(passing("MM")).isEqualTo(2);
        assertThat(passing("ITyy")).isZero();
        assertThat(filter.suffered()).isNotNull();
    }

    @Test
    void onlyOneConnectionSuffersTheFault() {
        ReplyFilter other = new ReplyFilter(() -> fault);
        passing("COMMIT");

        assertThat(other.passing(bytes("COMMIT"), 6)).isEqualTo(6);
    }

    @Test
    void aNewFaultIsSearchedFromItsBeginning() {
        passing("CO");
        fault = new ReplyFault(bytes("MMIT"), false);

        assertThat(passing("MMIT")).isZero();
    }

    @Test
    void withoutAFaultEverythingPasses() {
        fault = null;

        assertThat(passing("COMMIT")).isEqualTo(6);
    }

    private int passing(String piece) {
        return filter.passing(bytes(piece), piece.length());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
