package dev.clacks.ingest.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.config.IngestConfiguration;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.testkit.junit.PostgresExtension;
import io.dropwizard.configuration.YamlConfigurationFactory;
import io.dropwizard.jackson.Jackson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import net.sourceforge.argparse4j.inf.Namespace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code tiers list} with the door's own login, {@code tiers apply} with the owner's. */
final class TiersCommandIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @BeforeEach
    void begin() throws SQLException {
        execute("DELETE FROM retention_classes");
        execute("INSERT INTO retention_classes (tier, days) VALUES ('free', 30), ('gold', 365), ('*', 90)");
        execute("INSERT INTO organizations (org_id, name, tier) VALUES ('org', 'x', 'free') ON CONFLICT DO NOTHING");
    }

    @Test
    void listShowsBothAndWhereTheyDiffer() throws Exception {
        assertThat(run(
                                "{free: {requestsPerMinute: 7, bytesPerMinute: 10MiB, retention: 45d}, \"*\": {eventsPerMonth: 8}}",
                                "list")
                        .lines()
                        .map(line -> line.replaceAll(" {2,}", " | ")))
                .containsExactly(
                        "TIER | REQUESTS/MIN | BYTES/MIN | EVENTS/MONTH | RETENTION | IN DATABASE",
                        "* | unlimited | unlimited | 8 | 90 d | 90 d",
                        "free | 7 | 10485760 | unlimited | 45 d | 30 d: differs",
                        "gold (not configured) | unlimited | unlimited | 8 | 90 d | 365 d: differs");
    }

    @Test
    void applyMakesTheDatabaseAgreeAndADryRunChangesNothing() throws Exception {
        String tiers = "{free: {retention: 45d}, new: {retention: 365d}, \"*\": {retention: 90d}}";
        String classes = text("SELECT string_agg(tier || days, ',' ORDER BY tier) FROM retention_classes");
        assertThat(run(tiers, "apply", true).lines())
                .containsExactly(
                        "the retention of free would be 45 d",
                        "the retention of new would be 365 d",
                        "the tier gold would be removed: what * says holds for it",
                        "1 organisations would get another retention from the day after tomorrow (UTC) on");
        assertThat(text("SELECT string_agg(tier || days, ',' ORDER BY tier) FROM retention_classes"))
                .isEqualTo(classes);
        assertThat(text("SELECT to_regclass('public.events_r45')")).isNull();

        assertThat(run(tiers, "apply").lines())
                .containsExactly(
                        "the retention of free is 45 d",
                        "the retention of new is 365 d",
                        "the tier gold is removed: what * says holds for it",
                        "1 organisations get another retention from the day after tomorrow (UTC) on");
        assertThat(text("SELECT string_agg(tier || ' ' || days, ', ' ORDER BY tier) FROM retention_classes"))
                .isEqualTo("* 90, free 45, new 365");
        assertThat(text("SELECT to_regclass('public.events_r45')::text")).isEqualTo("events_r45");
        assertThat(
                        text(
                                "SELECT string_agg(days::text, ',' ORDER BY from_timestamp) FROM org_retention WHERE org_id = 'org'"))
                .isEqualTo("30,45");
        assertThat(text("SELECT details->'set'->>'free' FROM audit_log WHERE action = 'tiers.apply'"))
                .isEqualTo("45");
        assertThat(run(tiers, "apply").strip()).isEqualTo("the database agrees with the configured tiers");
    }

    private static String run(String tiers, String action) throws Exception {
        return run(tiers, action, false);
    }

    /** Runs the command without its command line, which would configure the logging of every test after it. */
    private static String run(String tiers, String action, boolean dryRun) throws Exception {
        String yaml = """
                server: {type: door}
                database: {url: "%s", migrationsUrl: "%s"}
                tiers: %s
                """.formatted(
                        POSTGRES.database().libpqUrl(POSTGRES.database().login(DatabaseRole.API)),
                        POSTGRES.database().libpqUrl(POSTGRES.database().superuser()),
                        tiers);
        IngestConfiguration configuration = new YamlConfigurationFactory<>(
                        IngestConfiguration.class, null, Jackson.newObjectMapper(), "dw")
                .build(_ -> new ByteArrayInputStream(yaml.getBytes(UTF_8)), "test.yml");
        var out = new ByteArrayOutputStream();
        new TiersCommand(new PrintStream(out, true, UTF_8))
                .run(null, new Namespace(Map.of("action", action, "dry_run", dryRun)), configuration);
        return out.toString(UTF_8);
    }

    private static String text(String sql) throws SQLException {
        try (Connection connection = POSTGRES.database().connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = POSTGRES.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
