package dev.clacks.common.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonMediaTypeTest {

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "Application/JSON; charset=\"UTF-8\"", "application/json;version=1"})
    void jsonInUtf8IsTaken(String value) {
        assertThat(JsonMediaType.isIn(List.of(value))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text/json", "application/json; charset=latin1", "application/x-www-form-urlencoded"})
    void anythingElseIsNot(String value) {
        assertThat(JsonMediaType.isIn(List.of(value))).isFalse();
    }

    @Test
    void whatIsNotSaidOrSaidTwiceIsNot() {
        assertThat(JsonMediaType.isIn(List.of())).isFalse();
        assertThat(JsonMediaType.isIn(List.of("application/json", "application/json")))
                .isFalse();
    }
}
