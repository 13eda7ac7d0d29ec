package dev.clacks.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/**
 * The scanner and the decoder on arbitrary bytes, guided by coverage. In a normal run the inputs are those of
 * {@code ScannerFuzzTestInputs} in the resources; {@code JAZZER_FUZZ=1} makes it look for more.
 */
class ScannerFuzzTest {
    private final BatchScanner scanner = new BatchScanner(EventRules.defaults(), 10);
    private final EventDecoder decoder = new EventDecoder();

    @FuzzTest(maxDuration = "10m")
    void noBodyBreaksThemAndTheyAgree(byte[] body) throws Exception {
        byte[] before = body.clone();
        try {
            for (ScannedEvent event :
                    scanner.scan(body, body.length, EventText.NOW).events()) {
                byte[] own = Arrays.copyOfRange(body, event.start(), event.end());
                assertThat((char) own[0]).isEqualTo('{');
                assertThat((char) own[own.length - 1]).isEqualTo('}');
                Rejection rejection = event.rejection();
                if (rejection == null || rejection.code() != RejectionCode.DUPLICATE_EVENT_ID) {
                    assertThat(decoder.check(own, EventRules.defaults(), EventText.NOW))
                            .isEqualTo(rejection);
                }
                if (rejection == null) {
                    assertThat(decoder.decode(own).eventId()).isEqualTo(event.id());
                }
            }
        } catch (InvalidBatchException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
        assertThat(body).isEqualTo(before);
    }
}
