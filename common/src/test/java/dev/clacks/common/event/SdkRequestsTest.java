package dev.clacks.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What real clients sent, at the time they sent it. */
class SdkRequestsTest {
    @ParameterizedTest
    @CsvSource({
        "crate-0.3.0-hundred.json, 100",
        "crate-0.3.0-mixed.json, 0",
        "crate-0.3.0-retry-1.json, 0",
        "crate-0.3.0-retry-2.json, 0",
        "repository-0.3.0-app-id.json, 0",
        "repository-0.3.0-uuid.json, 0"
    })
    void everyEventIsAcceptedAndDecoded(String file, int atLeast) throws Exception {
        SdkRequest request = SdkRequest.named(file);
        byte[] body = request.body();

        ScannedBatch batch = new BatchScanner(EventRules.defaults(), 1000).scan(body, body.length, request.sentAt());

        assertThat(batch.rejected()).isZero();
        assertThat(batch.accepted()).isGreaterThanOrEqualTo(Math.max(atLeast, 1));
        EventDecoder decoder = new EventDecoder();
        for (ScannedEvent event : batch.events()) {
            TelemetryEvent decoded = decoder.decode(Arrays.copyOfRange(body, event.start(), event.end()));
            assertThat(decoded.eventId()).isEqualTo(event.id());
            assertThat(decoded.extra()).isNotNull();
        }
    }
}
