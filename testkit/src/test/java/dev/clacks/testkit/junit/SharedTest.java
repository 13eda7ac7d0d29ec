package dev.clacks.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedTest {
    private final AtomicInteger starts = new AtomicInteger();

    @Test
    void isStartedOnceForAll() {
        Shared<AutoCloseable> shared = new Shared<>(() -> {
            starts.incrementAndGet();
            return () -> {};
        });

        assertThat(shared.server()).isSameAs(shared.server());
        assertThat(starts).hasValue(1);
    }

    @Test
    void aFailedStartIsNotTriedAgainAndItsReasonIsKept() {
        Shared<AutoCloseable> shared = new Shared<>(() -> {
            starts.incrementAndGet();
            throw new IllegalStateException("no Docker engine answers");
        });

        assertThatThrownBy(shared::server).hasMessage("no Docker engine answers");
        assertThatThrownBy(shared::server).hasMessageContaining("no Docker engine answers");
        assertThat(starts).hasValue(1);
    }
}
