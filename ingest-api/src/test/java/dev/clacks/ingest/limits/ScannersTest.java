package dev.clacks.ingest.limits;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.event.BatchScanner;
import dev.clacks.common.event.EventRules;
import dev.clacks.common.event.InvalidBatchException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class ScannersTest {

    private static final byte[] BATCH = "{\"events\":[{}]}".getBytes(UTF_8);

    private final AtomicInteger made = new AtomicInteger();

    @Test
    void manyThreadsNeedNoMoreScannersThanMayScanAtOnce() throws Exception {
        Scanners scanners = scanners(2);
        List<Future<Integer>> rejected = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 2_000; i++) {
                rejected.add(threads.submit(
                        () -> scanners.scan(BATCH, BATCH.length, Instant.EPOCH).rejected()));
            }
        }
        for (Future<Integer> each : rejected) {
            assertThat(each.get()).isEqualTo(1);
        }
        assertThat(made).hasValueBetween(1, 2);
    }

    @Test
    void aBodyThatIsRefusedTakesNoPlaceAway() throws InvalidBatchException {
        Scanners scanners = scanners(1);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> scanners.scan(BATCH, 1, Instant.EPOCH)).isInstanceOf(InvalidBatchException.class);
        }
        assertThat(scanners.scan(BATCH, BATCH.length, Instant.EPOCH).rejected()).isEqualTo(1);
        assertThat(made).hasValue(1);
    }

    private Scanners scanners(int atOnce) {
        return new Scanners(
                () -> {
                    made.incrementAndGet();
                    return new BatchScanner(EventRules.defaults(), 10);
                },
                atOnce);
    }
}
