package dev.clacks.common.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose an event is that breaks rules: an erased user's must be found, and no other's with it. */
class UserIdReaderTest {

    private final UserIdReader reader = new UserIdReader();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'user_id':'jane'}",
                " { 'a' : [1,{'b':'c'}] , 'user_id' : 'jane' , 'z' : null } ",
                "{'user_id':'\\u006a\\u0061n\\u0065'}",
                "{'\\u0075ser\\u005fid':'jane'}",
                "{'user_id':'john','user_id':'jane'}",
                "{'user_id':'jane','event':{'data':[1,2",
                "{'user_id':'jane','event':nonsense}",
                "{'user_id':'jane'}{'user_id':'john'}",
                "{'user_id':'jane'",
            })
    void theEventsOwnUserIsReadWhateverFollows(String event) {
        assertThat(read(event).include(Set.of("jane"))).isTrue();
        assertThat(read(event).include(Set.of("t", "z", "[1,2", "event"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'user_id':'john'}",
                "{'user_id':'janet'}",
                "{'user_id':'a jane'}",
                "{'user_id':'john','data':{'user_id':'jane'}}",
                "{'user_id':'john','data':'jane','jane':'jane'}",
                "{'user_id':'john','data':'jane",
                "{}",
                "",
            })
    void nobodyElsesEventIsHers(String event) {
        assertThat(read(event).include(Set.of("jane"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'event':nonsense,'user_id':'jane'}",
                "{'user_idx':'jane'}",
                "{'data':{'user_id':'jane'}}",
                "{'user_id':null,'data':'jane'}",
                "{event:{},user_id:'jane'}",
                "{'user_id':{'name':'jane'}}",
                "{'user_id':['jane']}",
                "[{'user_id':'jane'}]",
                "{}{'user_id':'jane'}",
                "{'a':1 'user_id':'j\\u0061ne'",
                "\\''jane'",
            })
    void whereNoUserCanBeReadTheIdAsAWholeStringTells(String event) {
        assertThat(read(event).include(Set.of("jane"))).isTrue();
        assertThat(read(event).include(Set.of("john"))).isFalse();
        assertThat(read(event).include(Set.of("ane"))).isFalse();
    }

    @Test
    void aNumberStandsForItsText() {
        assertThat(read("{'user_id':42}").include(Set.of("42"))).isTrue();
        assertThat(read("{'user_id':-1.50}").include(Set.of("-1.50"))).isTrue();
        assertThat(read("{'user_id':42").include(Set.of("42")))
                .as("perhaps of 421")
                .isFalse();
    }

    @Test
    void whatIsEscapedInAnUnreadableEventIsFoundAndItsEscapesAreNot() {
        String broken = "[x 'a\\\\b\\'c\\n\\u00e9\\ud83d\\uDDFC', 'u', '\\u00', '\\";

        assertThat(read(broken).include(Set.of("a\\b\"c\n\u00e9\ud83d\uddfc"))).isTrue();
        assertThat(read(broken).include(Set.of("a\\\\b"))).isFalse();
        assertThat(read(broken).include(Set.of("n"))).isFalse();
        assertThat(read(broken).include(Set.of("u"))).isTrue();
    }

    @Test
    void ofACutEventTheUserIsReadOnceItIsThere() {
        String json = "{'session_id':'jane','user_id':'client_é','event':{'type':'t','data':{'user_id':'jane'}}}";
        byte[] whole = EventText.quoted(json).getBytes(UTF_8);
        int known = json.indexOf("é'") + 3; // behind the closing quote; the letter has two bytes

        for (int length = 0; length <= whole.length; length++) {
            NamedUsers users = reader.read(Arrays.copyOf(whole, length));
            assertThat(users.include(Set.of("client_é")))
                    .as("cut at %d", length)
                    .isEqualTo(length >= known);
            if (length >= known) {
                assertThat(users.include(Set.of("jane")))
                        .as("cut at %d", length)
                        .isFalse();
            }
        }
    }

    @Test
    void aHugeKeyIsNoUserId() {
        assertThat(read("{'" + "\\u0075".repeat(40_000) + "':1,'user_id':'jane'}")
                        .include(Set.of("jane")))
                .isTrue();
    }

    @Test
    void aHostileEventIsLookedThroughInTimeByItsLength() {
        String quotes = "{'user_id':[],'x':'" + "\\'".repeat(2_000_000) + "','y':'jane'}";
        var many = new HashSet<String>();
        for (int i = 0; i < 10_000; i++) {
            many.add("\"".repeat(200) + i);
        }

        assertThat(read(quotes).include(many)).isFalse();
        many.add("jane");
        assertThat(read(quotes).include(many)).isTrue();
    }

    private NamedUsers read(String event) {
        return reader.read(EventText.quoted(event).getBytes(UTF_8));
    }
}
