package dev.clacks.writer.failed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.junit.TestDatabase;
import dev.clacks.writer.Stored;
import java.sql.Connection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Failed events are found by either name of whose they are. */
class TenantsIT {

    private static final String ORG_UUID = "0d5c4f3a-7a51-4c0e-9d6b-1f2e3d4c5b6a";
    private static final String APP_UUID = "7b1a2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private TestDatabase database;
    private Stored stored;

    @BeforeEach
    void oneOfOursAndOneOfNobody() throws Exception {
        database = POSTGRES.newDatabase();
        stored = Stored.in(database);
        stored.execute("INSERT INTO organizations (org_id, org_uuid, name) VALUES ('ours', ?::uuid, 'x')", ORG_UUID);
        stored.execute(
                "INSERT INTO applications (app_id, app_uuid, org_id, name) VALUES ('shop', ?::uuid, 'ours', 'x')",
                APP_UUID);
        stored.execute("INSERT INTO applications (app_id, org_id, name) VALUES ('quiet', 'ours', 'x')");
        stored.execute("SELECT ensure_failed_partition(date '2026-11-25')");
        fail(1, "ours", "shop");
        fail(2, "gone", "left-over");
    }

    private void fail(int offset, String org, String app) throws Exception {
        stored.execute("""
                INSERT INTO failed_events (received_at, kafka_offset, kafka_partition, kafka_topic_id, org_id, app_id, raw_length,
                    stage, code, fingerprint, raw_sha256, raw)
                VALUES ('2026-11-25 10:00:00Z', ?, 0, '550e8400-e29b-41d4-a716-446655440000', ?, ?, 1, 'door', 'invalid_schema', 'f',
                    sha256('x'), 'x')""", offset, org, app);
        stored.execute("""
                INSERT INTO failure_groups (org_id, app_id, fingerprint, stage, code, first_seen, last_seen, count)
                VALUES (?, ?, 'f', 'door', 'invalid_schema', now(), now(), 1)""", org, app);
    }

    private static FailedFilter of(@Nullable String org, @Nullable String app) {
        return new FailedFilter(org, app, null, null, null, null, null);
    }

    private int listed(FailedFilter filter) throws Exception {
        try (Connection connection = database.connect(DatabaseRole.WRITER)) {
            int events = FailedEvents.list(connection, filter, "failed", null, 10)
                    .events()
                    .size();
            assertThat(FailureGroups.list(connection, filter, 10)).hasSize(events);
            assertThat(FailureGroups.meant(connection, filter).groups()).isEqualTo(events);
            assertThat(FailedEvents.count(connection, filter.stored(connection)))
                    .isEqualTo(events);
            return events;
        }
    }

    @Test
    void bothNamesOfAnOrganisationAndAnApplicationMeanTheSame() throws Exception {
        assertThat(listed(of("ours", "shop"))).isOne();
        assertThat(listed(of(ORG_UUID, APP_UUID))).isOne();
        assertThat(listed(of(null, APP_UUID.toUpperCase(Locale.ROOT)))).isOne();
    }

    @Test
    void whoseNothingFailedHasNothingToShow() throws Exception {
        assertThat(listed(of(null, "quiet"))).isZero();
    }

    @Test
    void whomNoTableKnowsIsFoundWhereFailedEventsBearTheName() throws Exception {
        assertThat(listed(of("gone", "left-over"))).isOne();
        stored.execute("DELETE FROM failed_events");
        try (Connection connection = database.connect(DatabaseRole.WRITER)) {
            assertThat(FailureGroups.list(connection, of(null, "left-over"), 10))
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shpo", "Shop", "7b1a2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4e", ""})
    void whomNobodyKnowsIsRefusedByName(String name) {
        assertThatThrownBy(() -> listed(of(null, name)))
                .isInstanceOf(UserErrorException.class)
                .hasMessageContaining("there is no application " + name);
        assertThatThrownBy(() -> listed(of(name, null)))
                .isInstanceOf(UserErrorException.class)
                .hasMessageContaining("there is no organisation " + name);
    }

    @Test
    void aMarkIsNotedUnderTheIdWhicheverNameWasSaid() throws Exception {
        try (Connection connection = database.connect(DatabaseRole.WRITER)) {
            FailureGroups.mark(connection, new Actor("os:test"), of(ORG_UUID, APP_UUID), "muted");
        }

        assertThat(stored.texts(
                        "SELECT concat_ws(' ', action, org_id, app_id, details #>> '{filter,app}') FROM audit_log"))
                .containsExactly("failed.mark ours shop shop");
    }
}
