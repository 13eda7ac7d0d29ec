package dev.clacks.common.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.app.UserErrorException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminJsonTest {

    private record Wish(@Nullable String ofWhom, @Nullable Instant since) {
        Wish {
            AskedTime.check("since", since);
        }
    }

    private record Wishes(List<String> names, Wish wish) {}

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
    @ValueSource(strings = {"{\"names\":[\"a\",\"b\\u0000\"]}", "{\"wish\":{\"of_whom\":\"\\u0000\"}}"})
    void aTextThatNoDatabaseTakesIsRefusedWhereverItStands(String body) {
        assertThatThrownBy(() -> AdminJson.body(body.getBytes(UTF_8), Wishes.class))
                .isInstanceOf(UserErrorException.class)
                .hasMessage("a text holds U+0000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1000000000-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "-0044-03-15T00:00:00Z"})
    void whatARecordRefusesIsSaid(String time) {
        String body = "{\"wish\":{\"since\":\"" + time + "\"}}";
        assertThatThrownBy(() -> AdminJson.body(body.getBytes(UTF_8), Wishes.class))
                .isInstanceOf(UserErrorException.class)
                .hasMessage("since lies between 1970-01-01T00:00:00Z and 9999-01-01T00:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "{", "{} {}", "{\"since\":\"soon\"}"})
    void whatIsNoObjectOfTheRightTypesIsRefusedWithoutItsText(String body) {
        assertThatThrownBy(() -> AdminJson.body(body.getBytes(UTF_8), Wish.class))
                .isInstanceOf(UserErrorException.class)
                .hasMessage("the body must be a JSON object of members of the right types");
    }
}
