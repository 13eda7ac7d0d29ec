package dev.clacks.ingest.limits;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

final class InflightBudgetTest {

    private static final long MIB = 1 << 20;

    @Test
    void admitsAsManyRequestsAsItMay() {
        var budget = new InflightBudget(2, MIB);
        var first = requireNonNull(budget.enter());
        assertThat(budget.enter()).isNotNull();
        assertThat(budget.enter()).isNull();
        assertThat(budget.requests()).isEqualTo(2);
        first.close();
        assertThat(budget.enter()).isNotNull();
    }

    @Test
    void lendsNoMoreBytesThanItHas() {
        var budget = new InflightBudget(10, MIB);
        var one = requireNonNull(budget.enter());
        var two = requireNonNull(budget.enter());
        assertThat(one.hold(MIB - 100)).isTrue();
        assertThat(two.hold(101)).isFalse();
        assertThat(budget.bytes()).isEqualTo(MIB - 100);
        assertThat(two.hold(100)).isTrue();
        assertThat(budget.bytes()).isEqualTo(MIB);
    }

    @Test
    void keepsAQuarterForSmallRequests() {
        var budget = new InflightBudget(10, 8 * MIB);
        var large = requireNonNull(budget.enter());
        var small = requireNonNull(budget.enter());
        assertThat(large.hold(6 * MIB + 1)).isFalse();
        assertThat(large.hold(6 * MIB)).isTrue();
        assertThat(small.hold(MIB)).isTrue();
    }

    @Test
    void aLargeRequestThatIsRefusedIsSeenByNobody() throws Exception {
        var budget = new InflightBudget(10, 8 * MIB);
        var large = requireNonNull(budget.enter());
        var small = requireNonNull(budget.enter());
        var done = new AtomicBoolean();
        try (ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<Boolean> passed = other.submit(() -> {
                boolean any = false;
                while (!done.get()) {
                    any |= large.hold(9 * MIB);
                }
                return any;
            });
            try {
                for (int i = 0; i < 2_000_000; i++) {
                    assertThat(small.hold(i % 2 * 1000L)).isTrue();
                    assertThat(budget.bytes()).isEqualTo(i % 2 * 1000L);
                }
            } finally {
                done.set(true);
            }
            assertThat(passed.get()).isFalse();
        }
    }

    @Test
    void giveBackIsAlwaysAllowed() {
        var budget = new InflightBudget(10, 8 * MIB);
        var large = requireNonNull(budget.enter());
        var small = requireNonNull(budget.enter());
        assertThat(large.hold(6 * MIB)).isTrue();
        assertThat(small.hold(MIB)).isTrue();
        assertThat(large.hold(5 * MIB)).isTrue();
        assertThat(budget.bytes()).isEqualTo(6 * MIB);
    }

    @Test
    void aClosedLeaseHoldsNothingAndGetsNothing() {
        var budget = new InflightBudget(1, MIB);
        var lease = requireNonNull(budget.enter());
        assertThat(lease.hold(1000)).isTrue();
        lease.close();
        lease.close();
        assertThat(lease.hold(1)).isFalse();
        assertThat(budget.bytes()).isZero();
        assertThat(budget.requests()).isZero();
    }

    @Test
    void isRoomyWhileThreeQuartersAreFree() {
        var budget = new InflightBudget(1, MIB);
        var lease = requireNonNull(budget.enter());
        assertThat(lease.roomy()).isTrue();
        assertThat(lease.hold(MIB / 4)).isTrue();
        assertThat(lease.roomy()).isFalse();
    }
}
