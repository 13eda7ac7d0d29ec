package dev.clacks.writer.store;

import dev.clacks.common.event.NamedUsers;
import dev.clacks.common.event.UserIdReader;
import dev.clacks.writer.chunk.EventRow;
import dev.clacks.writer.chunk.FailedRow;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was erased and must not come back (W7). Read inside the chunk's transaction, never cached: whoever erases deletes
 * the stored rows only after every transaction has ended that did not see the tombstone. A failed event that is replayed
 * comes here as an event, so there is no second rule for it. For one thread.
 */
final class Tombstones {

    /** None that matter. */
    static final Tombstones NONE = new Tombstones(List.of());

    private static final String SELECT = "SELECT org_id, app_id, user_id, received_before FROM public.tombstones"
            + " WHERE app_id = ANY (?) AND received_before > ?";

    private record Tombstone(
            String orgId, String appId, @Nullable String userId, long beforeMicros) {}

    private final List<Tombstone> all;
    private final UserIdReader reader = new UserIdReader();

    private Tombstones(List<Tombstone> all) {
        this.all = all;
    }

    /** Those of the given applications that cover something received at {@code earliestReceipt} or later. */
    static Tombstones of(Connection connection, Collection<String> apps, Instant earliestReceipt) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setArray(1, connection.createArrayOf("text", apps.toArray()));
            select.setObject(2, ProgressFence.utc(earliestReceipt));
            var found = new ArrayList<Tombstone>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Instant before =
                            row.getObject(4, java.time.OffsetDateTime.class).toInstant();
                    found.add(new Tombstone(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            before.getEpochSecond() * 1_000_000 + before.getNano() / 1000));
                }
            }
            return new Tombstones(found);
        }
    }

    boolean cover(EventRow row) {
        return all.stream()
                .anyMatch(stone -> covers(stone, row.orgId(), row.appId(), row.receivedAtMillis())
                        && (stone.userId == null
                                || stone.userId.equals(row.event().userId())));
    }

    /** Whose a failed event is, is read from its bytes: {@link NamedUsers} says how, and what becomes of nobody's. */
    boolean cover(FailedRow row) {
        List<Tombstone> near = all.stream()
                .filter(stone -> covers(stone, row.orgId(), row.appId(), row.receivedAtMillis()))
                .toList();
        if (near.isEmpty() || near.stream().anyMatch(stone -> stone.userId == null)) {
            return !near.isEmpty();
        }
        Set<String> users = near.stream().map(stone -> stone.userId).collect(Collectors.toSet());
        return reader.read(row.raw()).include(users);
    }

    private static boolean covers(Tombstone stone, String orgId, String appId, long receivedAtMillis) {
        return stone.appId.equals(appId)
                && stone.orgId.equals(orgId)
                && Math.multiplyExact(receivedAtMillis, 1000L) < stone.beforeMicros;
    }
}
