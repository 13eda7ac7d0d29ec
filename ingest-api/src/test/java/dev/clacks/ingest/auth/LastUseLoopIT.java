package dev.clacks.ingest.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.running.ApiDataSource;
import dev.clacks.testkit.junit.PostgresExtension;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LastUseLoopIT {

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @Test
    void theUseOfAPlainSecretThatWasRemovedMeanwhileIsNotNotedForTheNext() throws Exception {
        try (Connection connection = POSTGRES.database().connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO organizations (org_id, name) VALUES ('org', 'x');"
                    + " INSERT INTO applications (app_id, org_id, name, hmac_secret)"
                    + " VALUES ('there', 'org', 'x', 's'), ('removed', 'org', 'x', NULL)");
            var uses = new LastUses();
            LastUses.Reading reading = uses.reading();
            reading.ofSecret("there", 0).at(Instant.now());
            reading.ofSecret("removed", 0).at(Instant.now());

            new LastUseLoop(ApiDataSource.of(POSTGRES.database()), uses, Duration.ofHours(1)).close();

            var used = new ArrayList<String>();
            try (ResultSet rows = statement.executeQuery(
                    "SELECT app_id FROM applications WHERE hmac_secret_last_used_at IS NOT NULL")) {
                while (rows.next()) {
                    used.add(rows.getString(1));
                }
            }
            assertThat(used).containsExactly("there");
            assertThat(uses.unsaved(LastUses.PlainSecret.class)).isEmpty();
        }
    }
}
