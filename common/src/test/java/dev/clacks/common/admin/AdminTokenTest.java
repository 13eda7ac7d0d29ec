package dev.clacks.common.admin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminTokenTest {

    private static final String TOKEN = "0123456789abcdef";

    private final AdminToken token = requireNonNull(AdminToken.of(TOKEN));

    @ParameterizedTest
    @ValueSource(strings = {"Bearer 0123456789abcdef", "bearer 0123456789abcdef", "BEARER  0123456789abcdef "})
    void opens_to_whoever_bears_it(String authorization) {
        assertThat(token.opens(authorization)).isTrue();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "0123456789abcdef",
                "Basic 0123456789abcdef",
                "Bearer 0123456789abcdeF",
                "Bearer 0123456789abcde",
                "Bearer 0123456789abcdef0"
            })
    void stays_shut_to_everybody_else(String authorization) {
        assertThat(token.opens(authorization)).isFalse();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "   "})
    void is_none_where_none_is_configured(String configured) {
        assertThat(AdminToken.of(configured)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "0123456789abcde", "0123456789 abcdef", "0123456789abcdefü"})
    void that_is_weak_or_cannot_be_sent_is_refused_without_showing_it(String configured) {
        assertThatThrownBy(() -> AdminToken.of(configured))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("openssl rand")
                .hasMessageNotContaining(configured);
    }

    @Test
    void shows_no_part_of_itself() {
        assertThat(token.toString()).isEqualTo("AdminToken[" + token.fingerprint() + "]");
        assertThat(token.fingerprint()).hasSize(8).isNotEqualTo(TOKEN.substring(0, 8));
    }
}
