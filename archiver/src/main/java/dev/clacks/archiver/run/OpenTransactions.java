package dev.clacks.archiver.run;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** The open transactions of others that hold a lock on a leaf or its parent: a detach waits for every one of them. */
final class OpenTransactions {

    private static final String HOLDERS = """
            SELECT DISTINCT virtualtransaction FROM pg_locks
            WHERE locktype = 'relation' AND granted AND pid IS DISTINCT FROM pg_backend_pid()
              AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND relation IN (to_regclass(?), to_regclass(?))
            """;

    private final Connection connection;

    OpenTransactions(Connection connection) {
        this.connection = connection;
    }

    /** Names of transactions, good for comparing with a later look. */
    Set<String> on(String parent, String leaf) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HOLDERS)) {
            statement.setString(1, parent);
            statement.setString(2, leaf);
            try (ResultSet rows = statement.executeQuery()) {
                var holders = new HashSet<String>();
                while (rows.next()) {
                    holders.add(rows.getString(1));
                }
                return holders;
            }
        }
    }
}
