package dev.clacks.ingest.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.limits.InflightBudget;
import dev.clacks.ingest.running.Call;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class GunzipTest {

    private static final int LIMIT = 1 << 20;

    private final InflightBudget budget = new InflightBudget(1, 16L << 20);
    private final InflightBudget.Lease lease = requireNonNull(budget.enter());

    @Test
    void givesBackWhatWasCompressed() throws RefusedException {
        byte[] plain = "{\"events\":[]}".repeat(1000).getBytes(UTF_8);
        assertThat(inflate(Call.gzip(plain))).isEqualTo(plain);
    }

    @Test
    void takesAnEmptyBody() throws RefusedException {
        assertThat(inflate(Call.gzip(new byte[0]))).isEmpty();
    }

    @Test
    void joinsSeveralMembers() throws RefusedException {
        assertThat(inflate(join(Call.gzip("one,".getBytes(UTF_8)), Call.gzip("two".getBytes(UTF_8)))))
                .isEqualTo("one,two".getBytes(UTF_8));
    }

    @Test
    void skipsEveryOptionalFieldOfTheHeader() throws RefusedException {
        byte[] plain = "hello".getBytes(UTF_8);
        byte[] gzip = Call.gzip(plain);
        byte[] head = Arrays.copyOf(gzip, 10);
        head[3] = 2 | 4 | 8 | 16;
        byte[] fields = {3, 0, 'x', 'y', 'z', 'n', 0, 'c', 0, 1, 2};
        assertThat(inflate(join(head, fields, Arrays.copyOfRange(gzip, 10, gzip.length))))
                .isEqualTo(plain);
    }

    @Test
    void refusesEveryCutAndEveryByteBehind() {
        byte[] gzip = Call.gzip("some text, long enough to have a body".getBytes(UTF_8));
        for (int length = 0; length < gzip.length; length++) {
            assertBroken(Arrays.copyOf(gzip, length));
        }
        assertBroken(join(gzip, new byte[] {0}));
    }

    @Test
    void refusesAWrongChecksumLengthMethodAndReservedFlag() {
        byte[] gzip = Call.gzip("text".getBytes(UTF_8));
        for (int at : new int[] {0, 1, 2, gzip.length - 1, gzip.length - 5}) {
            byte[] spoilt = gzip.clone();
            spoilt[at] ^= 1;
            assertBroken(spoilt);
        }
        byte[] reserved = gzip.clone();
        reserved[3] = (byte) 0x80;
        assertBroken(reserved);
    }

    @Test
    void endsOnAnyBytes() {
        var random = new Random(42);
        byte[] gzip = Call.gzip("text to be spoilt ".repeat(50).getBytes(UTF_8));
        for (int round = 0; round < 2_000; round++) {
            byte[] spoilt = gzip.clone();
            spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt();
            spoilt[random.nextInt(spoilt.length)] = (byte) random.nextInt();
            try {
                inflate(spoilt);
            } catch (RefusedException e) {
                assertThat(e.refusal().code()).isIn(Code.INVALID_ENCODING, Code.PAYLOAD_TOO_LARGE);
            }
        }
    }

    @Test
    void takesExactlyTheLimitAndNotAByteMore() throws RefusedException {
        assertThat(inflate(Call.gzip(new byte[LIMIT]))).hasSize(LIMIT);
        assertRefused(Code.PAYLOAD_TOO_LARGE, Call.gzip(new byte[LIMIT + 1]));
    }

    @Test
    void aBombOccupiesNoMoreThanTheLimit() {
        byte[] bomb = Call.gzip(new byte[64 << 20]);
        assertRefused(Code.PAYLOAD_TOO_LARGE, bomb);
        assertThat(budget.bytes()).isLessThanOrEqualTo(bomb.length + 2L * LIMIT);
    }

    private byte[] inflate(byte[] gzip) throws RefusedException {
        BodyBuffer out = Gunzip.inflate(gzip, gzip.length, lease, LIMIT);
        return Arrays.copyOf(out.array(), out.length());
    }

    private void assertBroken(byte[] gzip) {
        assertRefused(Code.INVALID_ENCODING, gzip);
    }

    private void assertRefused(Code code, byte[] gzip) {
        assertThatThrownBy(() -> inflate(gzip))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.refusal().code()).isEqualTo(code));
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
