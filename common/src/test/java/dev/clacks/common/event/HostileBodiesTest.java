package dev.clacks.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies of ten mebibytes that are made to cost: the scan must not answer with memory, and keeps none of it. */
class HostileBodiesTest {
    private static final int SIZE = 10 * 1024 * 1024;

    /** Open containers cost a bit each, twice while the table grows; all else is bounded by the size of one event. */
    private static final long MOST_ALLOCATED = 8 * 1024 * 1024;

    /** What a scanner's tables may hold while it waits: of each of its kinds as much as ordinary events need. */
    private static final long MOST_KEPT = 128 * 1024;

    private final BatchScanner scanner = new BatchScanner(EventRules.defaults(), 1000);

    static Stream<Arguments> bodies() {
        return Stream.of(
                body("nested arrays outside", "{\"a\":", "[", "", ""),
                body("nested arrays in an event", "{\"events\":[{\"a\":", "[", "", ""),
                body("nested objects in an event", "{\"events\":[{\"event\":{\"data\":", "{\"a\":", "", ""),
                body("a long escaped key outside", "{\"", "\\u0041", "\":1,", "\"events\":[{}]}"),
                body("a long escaped key of an event", "{\"events\":[{\"", "\\u0041", "\":1}]}", ""),
                body("a long escaped id", "{\"events\":[{\"event_id\":\"", "\\u0041", "\"}]}", ""),
                body(
                        "a long escaped id after a fault",
                        "{\"events\":[{\"user_id\":1,\"id\":\"",
                        "\\u0041",
                        "\"}]}",
                        ""),
                body("a long escaped user", "{\"events\":[{\"user_id\":\"", "\\n", "\"}]}", ""),
                body("a long escaped text", "{\"events\":[{\"event\":{\"data\":\"", "\\ud83d\\ude80", "\"}}]}", ""),
                body("a long time", "{\"events\":[{\"timestamp\":\"2026-11-22T10:30:00.", "0", "Z\"}]}", ""),
                body("a long number", "{\"events\":[{\"a\":", "9", "}]}", ""),
                body("a long exponent", "{\"events\":[{\"a\":1e", "9", "}]}", ""),
                body("the same key again and again", "{\"events\":[{", "\"a\":1,", "\"z\":1}]}", ""),
                body("objects without end", "{\"events\":[{\"a\":[", "{\"a\":1},", "1]}]}", ""),
                body("as many keys as an event can have", "{\"events\":[{\"a\":[", "{\"\":1},", "1]}]}", ""),
                body("keys with escapes", "{\"events\":[{\"a\":[", "{\"\\u0041\":1},", "1]}]}", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void costNoMemory(String name, byte[] body) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        try {
            assertThat(scanner.scan(body, body.length, EventText.NOW).accepted())
                    .isZero();
        } catch (InvalidBatchException e) {
            assertThat(e.reason()).isEqualTo(InvalidBatchException.Reason.INVALID_JSON);
        }

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).as(name).isLessThan(MOST_ALLOCATED);
        assertThat(Held.by(scanner)).as(name).isLessThan(MOST_KEPT);
    }

    private static Arguments body(String name, String head, String repeated, String tail, String more) {
        String text = head + repeated.repeat(SIZE / repeated.length()) + tail + more;
        return Arguments.of(name, text.getBytes(StandardCharsets.US_ASCII));
    }
}
