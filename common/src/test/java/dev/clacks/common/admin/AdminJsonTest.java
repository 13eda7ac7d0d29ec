package dev.clacks.common.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.app.UserErrorException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminJsonTest {

    private record Wish(@Nullable String ofWhom, @Nullable Instant since) {}

    @Test
    void membersAreInSnakeCaseAndTimesInIso8601() {
        var wish = new Wish("them", Instant.parse("2026-11-25T10:00:00Z"));

        assertThat(AdminJson.line(wish)).isEqualTo("{\"of_whom\":\"them\",\"since\":\"2026-11-25T10:00:00Z\"}");
        assertThat(AdminJson.stored(AdminJson.line(wish), Wish.class)).isEqualTo(wish);
    }

    @Test
    void whatALaterBuildStoredIsReadWithoutItsNewMembersButNotDoneWithoutThem() {
        String later = "{\"of_whom\":\"them\",\"since\":null,\"where\":\"here\"}";

        assertThat(AdminJson.stored(later, Wish.class)).isEqualTo(new Wish("them", null));
        assertThatThrownBy(() -> AdminJson.asked(AdminJson.storedObject(later), Wish.class))
                .isInstanceOf(UserErrorException.class)
                .hasMessageContaining("\"where\"");
    }

    @Test
    void whatWasStoredIsAskedForAsItWas() {
        var wish = new Wish("them", Instant.parse("2026-11-25T10:00:00Z"));

        assertThat(AdminJson.asked(AdminJson.storedObject(AdminJson.line(wish)), Wish.class))
                .isEqualTo(wish);
    }

    @Test
    void aBodyThatIsEmptyHasNoMembers() {
        assertThat(AdminJson.body(new byte[0], Wish.class)).isEqualTo(new Wish(null, null));
    }

    @Test
    void aMemberThatDoesNotExistIsNamedBesideThoseThatDo() {
        assertThatThrownBy(() -> AdminJson.body("{\"whom\":1}".getBytes(UTF_8), Wish.class))
                .isInstanceOf(UserErrorException.class)
                .hasMessage("there is no member \"whom\"; there are of_whom, since");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{", "{} {}", "{\"since\":\"soon\"}"})
    void whatIsNoObjectOfTheRightTypesIsRefusedWithoutItsText(String body) {
        assertThatThrownBy(() -> AdminJson.body(body.getBytes(UTF_8), Wish.class))
                .isInstanceOf(UserErrorException.class)
                .hasMessage("the body must be a JSON object of members of the right types");
    }
}
