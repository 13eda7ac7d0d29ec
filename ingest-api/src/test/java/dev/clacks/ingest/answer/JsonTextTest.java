package dev.clacks.ingest.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class JsonTextTest {

    @Test
    void putsCommasBetweenAndNowhereElse() {
        var text = new JsonText()
                .open('{')
                .member("a", 1)
                .name("b")
                .open('[')
                .value("x")
                .value(-2)
                .open('{')
                .close('}')
                .close(']')
                .member("c", "y")
                .close('}');
        assertThat(new String(text.bytes(), UTF_8)).isEqualTo("{\"a\":1,\"b\":[\"x\",-2,{}],\"c\":\"y\"}");
    }

    @Test
    void anyTextSurvivesAParser() throws IOException {
        var all = new StringBuilder("quote \" backslash \\ slash / ünicode ☃ 🚀 \u2028 ");
        for (char c = 0; c < ' '; c++) {
            all.append(c);
        }
        byte[] json =
                new JsonText().open('{').member("t", all.toString()).close('}').bytes();
        assertThat(new ObjectMapper().readTree(json).get("t").asText()).isEqualTo(all.toString());
    }
}
