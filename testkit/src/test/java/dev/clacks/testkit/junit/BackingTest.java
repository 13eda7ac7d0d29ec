package dev.clacks.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackingTest {
    private final String before = Objects.requireNonNullElse(System.getProperty("backing"), "");

    @AfterEach
    void putBack() {
        System.setProperty("backing", before);
    }

    @Test
    void isEmbeddedWhereNothingIsAsked() {
        System.setProperty("backing", "");

        assertThat(Backing.asked()).isEqualTo(Backing.EMBEDDED);
    }

    @Test
    void anUnknownBackingIsNamedWithThoseThatThereAre() {
        System.setProperty("backing", "container");

        assertThatThrownBy(Backing::asked)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("-Dbacking=container is neither embedded nor containers");
    }
}
