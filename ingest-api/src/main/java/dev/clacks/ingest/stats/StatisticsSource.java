package dev.clacks.ingest.stats;

import java.sql.SQLException;

/** Where counts come from. Thread-safe. */
@FunctionalInterface
interface StatisticsSource {

    /** The counts as they are now; blocks. */
    Statistics read(StatisticsQuery query) throws SQLException;
}
