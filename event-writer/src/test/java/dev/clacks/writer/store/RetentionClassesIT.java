package dev.clacks.writer.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.time.ManualClock;
import dev.clacks.writer.Stored;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The writer's copy of {@code org_retention} says what the schema's own function says. */
class RetentionClassesIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private final Stored stored = Stored.in(POSTGRES.database());
    private final ManualClock clock = ManualClock.at("2026-11-25T10:00:00Z");
    private final RetentionClasses classes = new RetentionClasses(clock);

    @Test
    void theClassChangesAtTheMomentThatTheTableNames() throws Exception {
        organisation("changing", "free");
        stored.execute("UPDATE organizations SET tier = 'enterprise' WHERE org_id = 'changing'");
        try (Connection connection = POSTGRES.database().connect(DatabaseRole.WRITER)) {
            classes.refresh(connection, Set.of("changing", "nobody"));
        }
        Instant change = Instant.parse(
                stored.texts("SELECT to_char(max(from_timestamp) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
                                + " FROM org_retention WHERE org_id = 'changing'")
                        .getFirst());

        for (Instant at : List.of(Instant.EPOCH, change.minusNanos(1_000), change, change.plus(Duration.ofDays(9)))) {
            for (String org : List.of("changing", "nobody")) {
                assertThat(classes.days(org, at.getEpochSecond() * 1_000_000 + at.getNano() / 1_000))
                        .as("%s at %s", org, at)
                        .isEqualTo((int) stored.number("SELECT retention_of(?, ?::timestamptz)", org, at.toString()));
            }
        }
    }

    @Test
    void theCopyIsAMinuteOldAtMostWhicheverWayTheClockJumps() throws Exception {
        organisation("first", "free");
        try (Connection connection = POSTGRES.database().connect(DatabaseRole.WRITER)) {
            classes.refresh(connection, Set.of("first"));
            organisation("unseen", "business");
            classes.refresh(connection, Set.of("first"));
            assertThat(classes.days("unseen", 0)).as("the rest's").isEqualTo(90);

            clock.advance(Duration.ofHours(-5));
            classes.refresh(connection, Set.of("first"));

            assertThat(classes.days("unseen", 0)).isEqualTo(365);
        }
    }

    private void organisation(String id, String tier) throws Exception {
        stored.execute("INSERT INTO organizations (org_id, name, tier) VALUES (?, 'x', ?)", id, tier);
    }
}
