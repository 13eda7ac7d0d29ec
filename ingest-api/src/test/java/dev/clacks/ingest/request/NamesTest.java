package dev.clacks.ingest.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {

    private static final String UUID = "550E8400-e29b-41d4-A716-446655440000";

    @ParameterizedTest
    @ValueSource(strings = {"a", "app_1a2b3c4d", "Org.With-All_of.them", "0", UUID})
    void takesWhatTheProtocolAllows(String id) {
        assertThat(Names.isId(id)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "ä", "a%20", "a\n", "a:b"})
    void refusesEveryOtherCharacter(String id) {
        assertThat(Names.isId(id)).isFalse();
    }

    @Test
    void takes255CharactersAndNotOneMore() {
        assertThat(Names.isId("x".repeat(255))).isTrue();
        assertThat(Names.isId("x".repeat(256))).isFalse();
    }

    @Test
    void knowsAUuidInAnyCase() {
        assertThat(Names.isUuid(UUID)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550e8400e29b41d4a716446655440000",
                "{550e8400-e29b-41d4-a716-446655440000}",
                "550e8400-e29b-41d4-a716-44665544000g",
                "550e8400-e29b-41d4-a716-4466554400000"
            })
    void takesOnlyTheCanonicalFormForAUuid(String text) {
        assertThat(Names.isUuid(text)).isFalse();
    }

    @Test
    void lowersUuidsAndNothingElse() {
        assertThat(Names.normal(UUID)).isEqualTo("550e8400-e29b-41d4-a716-446655440000");
        assertThat(Names.normal("App_1")).isEqualTo("App_1");
    }
}
