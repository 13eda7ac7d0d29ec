package dev.clacks.common.admin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.app.UserErrorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryStringTest {

    @Test
    void parametersAreDecoded() {
        assertThat(QueryString.parse("from=2026-11-26T10%3A00%3A00%2B01:00&to="))
                .containsOnly(java.util.Map.entry("from", "2026-11-26T10:00:00+01:00"), java.util.Map.entry("to", ""));
    }

    @Test
    void whatIsAbsentOrEmptyHasNoParameters() {
        assertThat(QueryString.parse(null)).isEmpty();
        assertThat(QueryString.parse("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=%00", "a=b%00c", "a=b\0"})
    void whatNoDatabaseCanBeAskedForIsRefused(String query) {
        assertThatThrownBy(() -> QueryString.parse(query)).isInstanceOf(UserErrorException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=1&a=2", "a&a", "a=%zz", "a=%2", "&&"})
    void whatCanMeanTwoThingsIsRefused(String query) {
        assertThatThrownBy(() -> QueryString.parse(query)).isInstanceOf(UserErrorException.class);
    }
}
