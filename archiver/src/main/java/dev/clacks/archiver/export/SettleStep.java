package dev.clacks.archiver.export;

import dev.clacks.archiver.run.ArchiveRun;
import dev.clacks.archiver.run.ArchiveRuns;
import dev.clacks.archiver.run.LeafCatalogue;
import dev.clacks.archiver.run.RunState;
import dev.clacks.archiver.run.Step;
import dev.clacks.archiver.run.Transaction;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * From detached to uploading: afterwards the leaf holds exactly what the archive is to hold. Three kinds of rows leave it,
 * in the transaction that moves the run on: what a tombstone covers is erased; what Kafka still holds goes back into
 * {@code events} (A1); what an earlier part of the day holds already is dropped (A4). The counts follow.
 */
public final class SettleStep implements Step {

    private final Connection connection;
    private final ArchiveRuns runs;
    private final @Nullable HeldRows heldRows;
    private final EarlierParts earlier;
    private final WorkFolder folder;

    /** @param heldRows null where rows need not have left Kafka */
    SettleStep(
            Connection connection,
            ArchiveRuns runs,
            @Nullable HeldRows heldRows,
            EarlierParts earlier,
            WorkFolder folder) {
        this.connection = connection;
        this.runs = runs;
        this.heldRows = heldRows;
        this.earlier = earlier;
        this.folder = folder;
    }

    @Override
    public ArchiveRun take(ArchiveRun run) throws SQLException, IOException, InterruptedException {
        List<HeldRows.Held> held = heldRows == null ? List.of() : heldRows.in(run.leaf());
        if (heldRows != null && !held.isEmpty()) {
            heldRows.makeRoom(run);
        }
        boolean mayHaveCopies = new LeafCatalogue(connection).hasRows(run.leaf()) && loadEarlier(run);
        return Transaction.of(connection, () -> {
            removed(erased(run.leaf())); // first: what is erased must not go back
            if (heldRows != null && !held.isEmpty()) {
                heldRows.giveBack(run.leaf(), held);
            }
            if (mayHaveCopies) {
                runs.copiesDropped(run, removed(copies(run.leaf())));
                earlier.forget();
            }
            return runs.advance(run, RunState.UPLOADING);
        });
    }

    private boolean loadEarlier(ArchiveRun run) throws SQLException, IOException {
        try {
            return earlier.load(run, folder.of(run));
        } finally {
            folder.clear(run);
        }
    }

    private long removed(String with) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CountsTakenBack.sql(with))) {
            return CountsTakenBack.rows(statement);
        }
    }

    private static String erased(String leaf) {
        return """
                WITH gone AS (
                    DELETE FROM %s l USING tombstones t
                    WHERE l.app_id = t.app_id AND l.org_id = t.org_id AND (t.user_id IS NULL OR l.user_id = t.user_id)
                      AND l.received_at < t.received_before
                    RETURNING l.org_id, l.app_id, l.event_type, l."timestamp", l.received_at
                )
                """.formatted(leaf);
    }

    private static String copies(String leaf) {
        return """
                WITH gone AS (
                    DELETE FROM %s l USING %s e
                    WHERE l.event_id = e.event_id AND l.app_id = e.app_id AND l.org_id = e.org_id
                      AND l."timestamp" = e."timestamp"
                    RETURNING l.org_id, l.app_id, l.event_type, l."timestamp", l.received_at
                )
                """.formatted(leaf, EarlierParts.TABLE);
    }
}
