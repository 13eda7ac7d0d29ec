package dev.clacks.writer.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.events.TestEvents;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"user\":\"jane\",\"n\":12.5e3}|{\"user\":\"...\",\"n\":00.0e0}",
                "{\"a\":[true,false,null,-1]}|{\"a\":[true,false,null,-0]}",
                "{\"a\\\"b\":\"x\\\"y\"}|{\"a??b\":\"...\"}",
                "{\"ключ\":1}|{\"????????\":0}",
                "password hunter2|xxxxxxxx xxxxxx0",
                "{user: jane}|{xxxx: xxxx}",
                "\"open|\"...\""
            })
    void onlyTheShapeStays(String raw, String sample) {
        assertThat(Redaction.sample(raw.getBytes(UTF_8))).isEqualTo(sample);
    }

    @Test
    void aSampleIsShortHoweverLongTheEvent() {
        assertThat(Redaction.sample("[1,".repeat(100_000).getBytes(UTF_8))).hasSizeLessThan(500);
        assertThat(Redaction.sample(("\"" + "k".repeat(100_000) + "\":1").getBytes(UTF_8)))
                .hasSizeLessThan(500);
    }

    @Test
    void whateverTheBytesItEndsAndIsPlainText() {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] raw = new byte[random.nextInt(200)];
            random.nextBytes(raw);
            assertThat(Redaction.sample(raw)).as("seed %d, run %d", seed, i).matches("[ -~]*");
        }
    }

    @Test
    void noValueOfARealEventShows() {
        TestEvent event = TestEvents.fresh(InstantSource.system()).next();

        assertThat(Redaction.sample(event.bytes()))
                .contains("\"user_id\":\"...\"")
                .doesNotContain(event.userId())
                .doesNotContain(event.eventId().toString());
    }
}
