package dev.clacks.bench.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.app.UserErrorException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventFileTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"a\": 1.50},{\"b\":\"é\\u00e9\"}]",
                " [ {\"a\": 1.50} ,\n {\"b\":\"é\\u00e9\"} ] \n",
                "{\"events\":[{\"a\": 1.50},{\"b\":\"é\\u00e9\"}]}",
                "{\"x\":{\"events\":[1]},\"events\": [{\"a\": 1.50}, {\"b\":\"é\\u00e9\"}], \"y\":[2]}\n",
                "{\"a\": 1.50}\n{\"b\":\"é\\u00e9\"}\n",
                "{\"a\": 1.50}{\"b\":\"é\\u00e9\"}"
            })
    void keeps_the_bytes_of_each_event(String text) {
        assertThat(events(text)).containsExactly("{\"a\": 1.50}", "{\"b\":\"é\\u00e9\"}");
    }

    @Test
    void keeps_elements_that_are_no_events_for_the_server_to_judge() {
        assertThat(events("[1, \"two\", {\"c\":{}}, [3]]")).containsExactly("1", "\"two\"", "{\"c\":{}}", "[3]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "[]", "{\"events\":[]}", "7", "[1] 2", "{\"a\":1} x", "{\"a\":1", "[{]", "\"text\""})
    void refuses_what_holds_no_events(String text) {
        assertThatThrownBy(() -> events(text))
                .isInstanceOf(UserErrorException.class)
                .hasMessageContaining("events.json");
    }

    private static List<String> events(String text) {
        return EventFile.events(text.getBytes(UTF_8), "events.json").stream()
                .map(event -> new String(event, UTF_8))
                .toList();
    }
}
