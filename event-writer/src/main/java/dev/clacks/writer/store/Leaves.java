package dev.clacks.writer.store;

import dev.clacks.writer.store.PlacedRow.Leaf;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Has missing partitions made, by the owner's functions and outside of the insert's transaction. Remembers which are
 * there; one that was taken away since shows as a missing partition, upon which it is forgotten. For one thread.
 */
final class Leaves {

    private static final String EVENTS = "SELECT public.ensure_event_partition(?, ?)";
    private static final String FAILED = "SELECT public.ensure_failed_partition(?)";

    private final Set<Leaf> events = new HashSet<>();
    private final Set<LocalDate> failed = new HashSet<>();

    /** Each in a transaction of its own: the connection must be committing each statement. */
    void ensure(Connection connection, Collection<Leaf> leaves) throws SQLException {
        for (Leaf leaf : leaves) {
            if (!events.contains(leaf)) {
                try (PreparedStatement ensure = connection.prepareStatement(EVENTS)) {
                    ensure.setInt(1, leaf.retentionDays());
                    ensure.setObject(2, leaf.day());
                    ensure.execute();
                }
                events.add(leaf);
            }
        }
    }

    /** The same for days of {@code failed_events}. */
    void ensureFailed(Connection connection, Collection<LocalDate> days) throws SQLException {
        for (LocalDate day : days) {
            if (!failed.contains(day)) {
                try (PreparedStatement ensure = connection.prepareStatement(FAILED)) {
                    ensure.setObject(1, day);
                    ensure.execute();
                }
                failed.add(day);
            }
        }
    }

    /** Asks for all of them again. */
    void forget() {
        events.clear();
        failed.clear();
    }
}
