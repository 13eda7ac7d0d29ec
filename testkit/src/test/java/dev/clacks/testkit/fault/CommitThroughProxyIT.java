package dev.clacks.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.testkit.junit.TestDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The fault that the writer fears most: the transaction is committed, and the client cannot know. */
class CommitThroughProxyIT {
    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    @Test
    void aCommitWhoseReplyIsCutOffIsCommitted() throws Exception {
        TestDatabase database = POSTGRES.database();
        try (FaultProxy proxy = FaultProxy.to(database.port());
                Connection through = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/" + database.name(),
                        database.superuser().user(),
                        database.superuser().password());
                Statement statement = through.createStatement()) {
            through.setAutoCommit(false);
            statement.execute("INSERT INTO organizations (org_id, name) VALUES ('org', 'x')");
            CompletableFuture<Void> cut = proxy.cutBeforeReply("COMMIT\0");

            assertThatThrownBy(through::commit)
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            failure -> assertThat(failure.getSQLState()).startsWith("08"));

            cut.get(3, TimeUnit.MINUTES);
        }
        try (Connection direct = database.connect();
                Statement statement = direct.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM organizations")) {
            rows.next();
            assertThat(rows.getInt(1)).isEqualTo(1);
        }
    }
}
