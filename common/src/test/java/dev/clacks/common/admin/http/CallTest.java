package dev.clacks.common.admin.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.WishException;
import dev.clacks.common.app.UserErrorException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallTest {

    private static Call of(String name, Map<String, String> query) {
        return new Call(new Actor("os:test"), List.of(name), query, new byte[0]);
    }

    @Test
    void parametersAreReadAsWhatTheyAre() {
        Call call = of("a", Map.of("limit", "7", "before", "-1", "since", "2026-11-25T10:00:00Z"));

        assertThat(call.limit(50, 100)).isEqualTo(7);
        assertThat(call.numberOrNull("before")).isEqualTo(-1);
        assertThat(call.timeOrNull("since")).isEqualTo(Instant.parse("2026-11-25T10:00:00Z"));
    }

    @Test
    void whatIsAbsentIsUsualOrNull() {
        Call call = of("a", Map.of());

        assertThat(call.limit(50, 100)).isEqualTo(50);
        assertThat(call.numberOrNull("before")).isNull();
        assertThat(call.timeOrNull("since")).isNull();
        assertThat(call.parameter("state")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "101", "-1", "x", "", "99999999999"})
    void aLimitIsWithinItsBounds(String limit) {
        assertThatThrownBy(() -> of("a", Map.of("limit", limit)).limit(50, 100))
                .isInstanceOf(UserErrorException.class)
                .hasMessage("limit is a number from 1 to 100");
    }

    @Test
    void aPathThatCanNameNothingNamesNothing() {
        UUID id = UUID.randomUUID();
        assertThat(of(id.toString(), Map.of()).uuid()).isEqualTo(id);
        assertThat(of("7", Map.of()).number()).isEqualTo(7);
        assertThatThrownBy(() -> of("x", Map.of()).uuid())
                .isInstanceOfSatisfying(
                        WishException.class, e -> assertThat(e.kind()).isEqualTo(WishException.Kind.NOT_FOUND));
        assertThatThrownBy(() -> of("x", Map.of()).number())
                .isInstanceOfSatisfying(
                        WishException.class, e -> assertThat(e.kind()).isEqualTo(WishException.Kind.NOT_FOUND));
    }
}
