package dev.clacks.sql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionIT {
    private static final String APPEND_ONLY = "55000";
    private static final String LATEST =
            "SELECT from_timestamp::text FROM org_retention r ORDER BY r.from_timestamp DESC LIMIT 1";

    /** The day after tomorrow; in the last hour of a day one more. */
    private static final String NEXT_CHANGE =
            "SELECT (date_trunc('day', now() + interval '1 hour', 'UTC') + interval '48 hours')::text";

    private final Session session = TestServer.shared().migrated().open();

    @AfterEach
    void close() {
        session.close();
    }

    @ParameterizedTest
    @CsvSource({"free, 30", "pro, 90", "self-hosted, 90", "business, 365", "enterprise, 365", "anything-else, 90"})
    void aNewOrganisationHasTheClassOfItsTierFromTheBeginningOfTime(String tier, String days) {
        organisation(tier);

        assertThat(session.column("SELECT from_timestamp::text FROM org_retention"))
                .containsExactly("-infinity");
        assertThat(session.value("SELECT retention_of('org', '1970-01-01')")).isEqualTo(days);
    }

    @Test
    void anOrganisationNobodyMadeHasTheClassOfTheRest() {
        assertThat(session.value("SELECT retention_of('nobody', now())")).isEqualTo("90");
    }

    @Test
    void aChangeOfTierHoldsFromAMidnightThatNoAcceptedTimestampReaches() {
        organisation("free");

        session.begin(); // so that both sides speak of one now(): the rule is another one an hour before midnight
        session.run("UPDATE organizations SET tier = 'business'");
        assertThat(session.value(LATEST)).isEqualTo(session.value(NEXT_CHANGE));
        session.commit();

        assertThat(session.value("SELECT retention_of('org', now() + interval '24 hours')"))
                .isEqualTo("30");
        assertThat(session.value("SELECT retention_of('org', (" + LATEST + ")::timestamptz - interval '1 us')"))
                .isEqualTo("30");
        assertThat(session.value("SELECT retention_of('org', (" + LATEST + ")::timestamptz)"))
                .isEqualTo("365");
    }

    @Test
    void aTierOfTheSameClassChangesNothing() {
        organisation("pro");

        session.run("UPDATE organizations SET tier = 'self-hosted'");

        assertThat(session.value("SELECT count(*) FROM org_retention")).isEqualTo("1");
    }

    @Test
    void aSecondChangeOnTheSameDayFollowsADayLater() {
        organisation("free");
        session.run("UPDATE organizations SET tier = 'pro'");
        String first = session.value(LATEST);

        session.run("UPDATE organizations SET tier = 'business'");

        assertThat(session.value(
                        "SELECT (" + LATEST + ")::timestamptz - '" + first + "'::timestamptz = interval '1 day'"))
                .isEqualTo("t");
        assertThat(session.value("SELECT retention_of('org', '" + first + "')")).isEqualTo("90");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"UPDATE org_retention SET days = 365", "DELETE FROM org_retention", "TRUNCATE org_retention"})
    void whatWasSaidStays(String change) {
        organisation("free");

        assertThat(session.refusalState(change)).isEqualTo(APPEND_ONLY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "now()",
                "'2020-01-01 00:00Z'",
                "date_trunc('day', now() + interval '1 day', 'UTC')",
                "date_trunc('day', now(), 'UTC') + interval '73 hours'",
                "'infinity'"
            })
    void noRowBeginsInThePastOrBesidesMidnight(String begin) {
        organisation("free");

        assertThat(session.refusalState(
                        "INSERT INTO org_retention (org_id, from_timestamp, days) VALUES ('org', " + begin + ", 90)"))
                .isEqualTo("23514");
    }

    @Test
    void theHistoryOutlivesTheOrganisation() {
        organisation("free");
        session.run("DELETE FROM organizations");

        organisation("business");

        assertThat(session.value("SELECT retention_of('org', now())")).isEqualTo("30");
        assertThat(session.value("SELECT retention_of('org', now() + interval '4 days')"))
                .isEqualTo("365");
    }

    @Test
    void aClassIsAddedOnceAndTakesEventsAndOrganisations() {
        assertThat(session.value("SELECT add_retention_class(7)")).isEqualTo("events_r7");
        assertThat(session.value("SELECT add_retention_class(7)")).isEqualTo("events_r7");

        session.run("INSERT INTO retention_classes (tier, days) VALUES ('short', 7)");
        organisation("short");

        assertThat(session.value("SELECT retention_of('org', now())")).isEqualTo("7");
        assertThat(session.value("SELECT ensure_event_partition(7, '2026-11-24')"))
                .startsWith("partitions.events_r7_20261124_");
        assertThat(session.value("SELECT pg_get_userbyid(relowner) FROM pg_class WHERE relname = 'events_r7'"))
                .isEqualTo("clacks_partitions");
    }

    @Test
    void aClassThatWasNotAddedCannotBeUsed() {
        assertThat(session.refusalState("INSERT INTO retention_classes (tier, days) VALUES ('short', 7)"))
                .isEqualTo("23503");
    }

    @Test
    void aNewRuleForATierReachesExistingOrganisationsWhenApplied() {
        organisation("free");
        session.run("UPDATE retention_classes SET days = 90 WHERE tier = 'free'");

        assertThat(session.value("SELECT apply_retention_classes()")).isEqualTo("1");
        assertThat(session.value("SELECT apply_retention_classes()")).isEqualTo("0");

        assertThat(session.value("SELECT retention_of('org', now())")).isEqualTo("30");
        assertThat(session.value("SELECT retention_of('org', now() + interval '4 days')"))
                .isEqualTo("90");
    }

    private void organisation(String tier) {
        session.run("INSERT INTO organizations (org_id, name, tier) VALUES ('org', 'x', '" + tier + "')");
    }
}
