package dev.clacks.archiver.pass;

import dev.clacks.archiver.export.VerificationException;
import dev.clacks.archiver.plan.Leaf;
import dev.clacks.archiver.plan.LogStartSource.KafkaUnknownException;
import dev.clacks.archiver.run.ArchiveRun;
import dev.clacks.archiver.run.ArchiveRuns;
import dev.clacks.archiver.run.LeafBusyException;
import dev.clacks.archiver.run.RunState;
import dev.clacks.archiver.run.RunTotals;
import dev.clacks.archiver.run.Step;
import dev.clacks.archiver.store.ObjectStoreException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass under the archiver's lock: first what an earlier pass left unfinished, then every leaf that is due. After a
 * failure no further leaf is begun, since what is detached is out of sight until it is in the archive. For one pass and one
 * thread.
 */
final class ArchivePass {

    private static final Logger LOG = LoggerFactory.getLogger(ArchivePass.class);

    private final ArchiveParts parts;
    private final Connection connection;
    private final ArchiveRuns runs;
    private final Map<RunState, Step> steps;
    private final List<String> waiting = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private boolean verificationFailed;
    private int archived;
    private RunTotals totals = RunTotals.NONE;

    /** @param connection of the session that holds the lock */
    ArchivePass(ArchiveParts parts, Connection connection) {
        this.parts = parts;
        this.connection = connection;
        this.runs = new ArchiveRuns(connection);
        this.steps = parts.steps(connection, runs);
    }

    /**
     * Goes as far as it can.
     *
     * @throws SQLException when the session is lost: the lock is gone with it
     * @throws CancellationException when the process is to stop
     */
    PassResult run() throws SQLException, InterruptedException {
        try {
            parts.store().check();
            for (ArchiveRun run : runs.unfinished()) {
                parts.progress()
                        .say("Resuming " + run.title() + ", " + run.state().text());
                advance(run);
            }
            if (failures.isEmpty()) {
                begin(DuePlan.of(
                        connection,
                        parts.settings(),
                        parts.kafka(),
                        runs.unfinished(),
                        parts.clock().instant()));
            }
        } catch (ObjectStoreException | KafkaUnknownException e) {
            failures.add(e.getMessage());
            LOG.warn("nothing further is archived in this pass: {}", e.getMessage());
        }
        return new PassResult(false, archived, totals, waiting, failures, verificationFailed);
    }

    private void begin(DuePlan plan) throws SQLException, InterruptedException {
        plan.waiting().forEach(leaf -> waiting.add(leaf.toString()));
        for (Leaf leaf : plan.ready()) {
            if (!failures.isEmpty()) {
                return;
            }
            parts.pulse().beat();
            ArchiveRun run = runs.plan(leaf, parts.settings().format());
            parts.progress().say("Archiving " + run.title() + " (" + run.leaf() + ")");
            advance(run);
        }
    }

    /** Takes a run to its end, or notes why it stops. */
    private void advance(ArchiveRun begun) throws SQLException, InterruptedException {
        ArchiveRun run = begun;
        try {
            while (!run.state().ended()) {
                parts.pulse().beat();
                Step step = steps.get(run.state());
                if (step == null) {
                    throw new IllegalStateException("no step leads on from " + run.state());
                }
                run = step.take(run);
            }
            archived++;
            totals = totals.plus(runs.totals(run));
        } catch (LeafBusyException e) {
            runs.note(run, String.valueOf(e.getMessage()));
            waiting.add(run.title() + " waits: " + e.getMessage());
        } catch (CancellationException e) {
            throw e;
        } catch (IOException | SQLException | RuntimeException e) {
            failed(run, e);
        }
    }

    private void failed(ArchiveRun run, Exception e) throws SQLException {
        String why = e.getMessage() == null ? e.toString() : e.getMessage();
        verificationFailed |= e instanceof VerificationException;
        failures.add("%s stays %s: %s".formatted(run.title(), run.state().text(), why));
        if (connection.isClosed() && e instanceof SQLException lost) {
            throw lost;
        }
        LOG.warn("{} ({}) stays {}", run.title(), run.runId(), run.state().text(), e);
        runs.note(run, why);
    }
}
