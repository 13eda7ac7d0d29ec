package dev.clacks.ingest.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.admin.http.AdminTries;
import dev.clacks.ingest.running.LogCapture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class AdminTriesTest {

    @Test
    void eachIsCountedButTheyDoNotFillTheLog() {
        var counted = new AtomicInteger();
        var tries = new AdminTries(counted::incrementAndGet);
        try (LogCapture log = LogCapture.open()) {
            for (int i = 0; i < 10_000; i++) {
                tries.failed("192.0.2.1");
            }
            assertThat(log.lines("a wrong admin token was sent from 192.0.2.1"))
                    .first()
                    .asString()
                    .startsWith("WARN");
            assertThat(log.lines("admin token")).hasSizeLessThan(100);
        }
        assertThat(counted).hasValue(10_000);
    }
}
