package dev.clacks.ingest.limits;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.limits.ClientAddresses.Client;
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
    void theArrivingBodiesOfOneAddressLeaveAsMuchFreeAsTheyHold() {
        var budget = new InflightBudget(8, 8 * MIB);
        var one = requireNonNull(budget.enter(client(1)));
        var two = requireNonNull(budget.enter(client(1)));
        assertThat(one.hold(3 * MIB)).isTrue();
        assertThat(two.hold(MIB + 1)).isFalse();
        assertThat(two.hold(MIB)).isTrue();
        var another = requireNonNull(budget.enter(client(2)));
        assertThat(another.hold(2 * MIB + 1)).isFalse();
        assertThat(another.hold(2 * MIB)).isTrue();
        assertThat(budget.bytes()).isEqualTo(6 * MIB);
    }

    @Test
    void aBodyWithinHalfOfItsEqualSharePassesWhateverItsNeighboursHold() {
        var budget = new InflightBudget(8, 8 * MIB);
        var large = requireNonNull(budget.enter(client(1)));
        assertThat(large.hold(4 * MIB)).isTrue();
        var small = requireNonNull(budget.enter(client(1)));
        assertThat(small.hold(MIB / 2)).isTrue();
        assertThat(small.hold(MIB / 2 + 1)).isFalse();
    }

    @Test
    void aBodyThatHasArrivedCountsAgainstNobody() {
        var budget = new InflightBudget(8, 8 * MIB);
        var first = requireNonNull(budget.enter(client(1)));
        assertThat(first.hold(2 * MIB)).isTrue();
        var second = requireNonNull(budget.enter(client(1)));
        assertThat(second.hold(3 * MIB)).isFalse();
        first.arrived();
        assertThat(second.hold(3 * MIB)).isTrue();
        assertThat(first.hold(3 * MIB)).isTrue();
        assertThat(budget.bytes()).isEqualTo(6 * MIB);
    }

    @Test
    void whatAnAddressGivesBackItMayHoldAgain() {
        var budget = new InflightBudget(8, 8 * MIB);
        for (int i = 0; i < 3; i++) {
            var lease = requireNonNull(budget.enter(client(1)));
            assertThat(lease.hold(4 * MIB)).isTrue();
            assertThat(lease.hold(2 * MIB)).isTrue();
            var other = requireNonNull(budget.enter(client(1)));
            assertThat(other.hold(2 * MIB)).isTrue();
            assertThat(other.hold(2 * MIB + 1)).isFalse();
            lease.close();
            assertThat(other.hold(4 * MIB)).isTrue();
            other.close();
            assertThat(budget.bytes()).isZero();
        }
    }

    @Test
    void isRoomyWhileThreeQuartersAreFree() {
        var budget = new InflightBudget(1, MIB);
        var lease = requireNonNull(budget.enter());
        assertThat(lease.roomy()).isTrue();
        assertThat(lease.hold(MIB / 4)).isTrue();
        assertThat(lease.roomy()).isFalse();
    }

    private static Client client(int bits) {
        return new Client(false, bits);
    }
}
