package dev.clacks.ingest.usage;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Map;

/** Where usage is read. */
@FunctionalInterface
interface UsageSource {

    /** Events of a month by canonical id; applications that sent none are left out. */
    Map<String, Long> ofApplications(Collection<String> appIds, Month month) throws SQLException;
}
