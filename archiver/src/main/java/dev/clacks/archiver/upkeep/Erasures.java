package dev.clacks.archiver.upkeep;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes on with the removal of what tombstones of whole applications cover, where whoever promoted an application died or lost
 * patience. Each step is a transaction of its own; what transactions of others still hold back waits for the next time. For
 * one thread.
 */
final class Erasures {

    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);
    private static final String UNFINISHED =
            "SELECT tombstone_id FROM tombstones WHERE erased_at IS NULL AND user_id IS NULL ORDER BY tombstone_id";

    /** Of one application at a time, so that no one keeps the rest of upkeep waiting for long. */
    private static final int STEPS = 100;

    private static final int ROWS_A_STEP = 5_000;

    private final Connection connection;

    /** @param connection in auto-commit mode */
    Erasures(Connection connection) {
        this.connection = connection;
    }

    /** Takes each as far as it goes now. */
    void goOn() throws SQLException {
        for (long tombstone : unfinished()) {
            String state = "erasing";
            for (int step = 0; step < STEPS && state.equals("erasing"); step++) {
                state = step(tombstone);
            }
            if (state.equals("done")) {
                LOG.info("all that tombstone {} covers has been removed", tombstone);
            }
        }
    }

    private List<Long> unfinished() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(UNFINISHED)) {
            var tombstones = new ArrayList<Long>();
            while (rows.next()) {
                tombstones.add(rows.getLong(1));
            }
            return tombstones;
        }
    }

    private String step(long tombstone) throws SQLException {
        try (PreparedStatement erase = connection.prepareStatement("SELECT erase_tombstoned(?, ?)")) {
            erase.setLong(1, tombstone);
            erase.setInt(2, ROWS_A_STEP);
            try (ResultSet row = erase.executeQuery()) {
                row.next();
                return row.getString(1);
            }
        }
    }
}
