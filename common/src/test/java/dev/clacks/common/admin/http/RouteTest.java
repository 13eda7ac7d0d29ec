package dev.clacks.common.admin.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.app.UserErrorException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RouteTest {

    private record Wish(@Nullable String what) {}

    private static Call call(String body) {
        return new Call(new Actor("os:test"), List.of(), Map.of(), body.getBytes(UTF_8));
    }

    @Test
    void aVariableStandsForAnyOneSegment() {
        Route route = Route.get("things/{thing}/parts/{part}", Call::names);

        assertThat(route.match(List.of("things", "a", "parts", "7"))).containsExactly("a", "7");
        assertThat(route.match(List.of("things", "a", "parts"))).isNull();
        assertThat(route.match(List.of("things", "a", "wholes", "7"))).isNull();
    }

    @Test
    void aBodyIsGivenToWhatWantsOne() throws Exception {
        Route route = Route.post("things", Wish.class, (_, wish) -> String.valueOf(wish.what()));

        assertThat(route.action().take(call("{\"what\":\"this\"}"))).isEqualTo("this");
        assertThat(route.action().take(call(""))).isEqualTo("null");
    }

    @Test
    void whereNoBodyIsMeantNoneIsIgnored() throws Exception {
        Route route = Route.delete("things/{thing}", _ -> "gone");

        assertThat(route.action().take(call(""))).isEqualTo("gone");
        assertThat(route.action().take(call("{}"))).isEqualTo("gone");
        assertThatThrownBy(() -> route.action().take(call("{\"dry_run\":true}")))
                .isInstanceOf(UserErrorException.class)
                .hasMessage("there is no member \"dry_run\"; there are none");
        assertThatThrownBy(() -> route.action().take(call("dry_run"))).isInstanceOf(UserErrorException.class);
    }

    @Test
    void parametersThatNobodyLooksAtAreRefused() {
        Route route = Route.get("things", Call::names).with("limit").with("after");

        route.check(Set.of("after", "limit"));
        route.check(Set.of());
        assertThatThrownBy(() -> route.check(Set.of("limit", "offset")))
                .hasMessage("there is no parameter \"offset\" here; there are after, limit");
    }
}
