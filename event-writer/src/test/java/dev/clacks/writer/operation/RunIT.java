package dev.clacks.writer.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.admin.WishException;
import dev.clacks.testkit.junit.PostgresExtension;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RunIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private static final Actor ACTOR = new Actor("os:test");

    /** What is to be done was made of what was found: else the position of one would be taken for that of the other's list. */
    @Test
    void ofTwoWhoResumeWhatBothFoundOnlyTheFirstGoesOnWhereTheListChanges() throws Exception {
        try (var connection = POSTGRES.database().connect()) {
            Operation found = Run.begin(connection, ACTOR, "replay.kafka", Map.of("ranges", List.of(0), "rate", 5), 10)
                    .operation();

            Run first = Run.resume(connection, ACTOR, found, Map.of("ranges", List.of(0, 2), "rate", 5), 20);

            assertThatThrownBy(() -> Run.resume(connection, ACTOR, found, Map.of("ranges", List.of(0, 1)), 30))
                    .isInstanceOf(WishException.class)
                    .hasMessageContaining("was resumed by somebody else");
            assertThat(Operations.find(connection, found.id()).arguments())
                    .isEqualTo(first.operation().arguments());
        }
    }

    @Test
    void oneThatWasResumedBeforeIsResumedAgain() throws Exception {
        try (var connection = POSTGRES.database().connect()) {
            Operation begun = Run.begin(connection, ACTOR, "failed.discard", Map.of("rate", 5), 10)
                    .operation();
            Operation once =
                    Run.resume(connection, ACTOR, begun, Map.of("rate", 5), 10).operation();

            Operation twice =
                    Run.resume(connection, ACTOR, once, Map.of("rate", 5), 10).operation();

            assertThat(twice.state()).isEqualTo("running");
        }
    }
}
