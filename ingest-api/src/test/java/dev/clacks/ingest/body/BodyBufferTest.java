package dev.clacks.ingest.body;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.limits.InflightBudget;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class BodyBufferTest {

    private static final int LIMIT = 100_000;

    private final InflightBudget budget = new InflightBudget(2, 1 << 20);
    private final InflightBudget.Lease lease = requireNonNull(budget.enter());

    @Test
    void joinsPiecesInTheirOrder() throws RefusedException {
        var buffer = new BodyBuffer(lease, 0, LIMIT, -1);
        byte[] all = new byte[50_000];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) (i * 31);
        }
        for (int at = 0; at < all.length; at += 777) {
            buffer.append(ByteBuffer.wrap(all, at, Math.min(777, all.length - at)));
        }
        assertThat(Arrays.copyOf(buffer.array(), buffer.length())).isEqualTo(all);
    }

    @Test
    void takesNothingBeforeTheFirstByte() {
        var buffer = new BodyBuffer(lease, 0, LIMIT, 90_000);
        assertThat(buffer.length()).isZero();
        assertThat(budget.bytes()).isZero();
    }

    @Test
    void takesTheDeclaredSizeAtOnceWhileThereIsRoom() throws RefusedException {
        var buffer = new BodyBuffer(lease, 0, LIMIT, 90_000);
        buffer.append(ByteBuffer.allocate(1));
        assertThat(budget.bytes()).isEqualTo(90_000);
    }

    @Test
    void takesLittleForAByteWhenRoomIsShort() throws RefusedException {
        assertThat(requireNonNull(budget.enter()).hold(1 << 19)).isTrue();
        var buffer = new BodyBuffer(lease, 0, LIMIT, 90_000);
        buffer.append(ByteBuffer.allocate(1));
        assertThat(buffer.array()).hasSizeLessThan(10_000);
    }

    @Test
    void takesExactlyTheLimit() throws RefusedException {
        var buffer = new BodyBuffer(lease, 0, LIMIT, -1);
        buffer.append(ByteBuffer.allocate(LIMIT));
        assertThat(buffer.length()).isEqualTo(LIMIT);
        assertRefused(Code.PAYLOAD_TOO_LARGE, buffer, 1);
    }

    @Test
    void refusesWhatTheBudgetCannotHold() {
        assertThat(requireNonNull(budget.enter()).hold((1 << 20) - 1000)).isTrue();
        assertRefused(Code.OVERLOADED, new BodyBuffer(lease, 0, LIMIT, -1), 2000);
    }

    private static void assertRefused(Code code, BodyBuffer buffer, int more) {
        assertThatThrownBy(() -> buffer.append(ByteBuffer.allocate(more)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(code));
    }
}
