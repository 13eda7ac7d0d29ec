package dev.clacks.archiver.run;

import dev.clacks.archiver.plan.Leaf;
import java.sql.SQLException;
import java.util.Optional;

/** From planned to detached: no more rows come into the leaf. */
public final class DetachStep implements Step {

    private final LeafCatalogue catalogue;
    private final Detachment detachment;
    private final ArchiveRuns runs;

    public DetachStep(LeafCatalogue catalogue, Detachment detachment, ArchiveRuns runs) {
        this.catalogue = catalogue;
        this.detachment = detachment;
        this.runs = runs;
    }

    @Override
    public ArchiveRun take(ArchiveRun run) throws SQLException, InterruptedException {
        Optional<Leaf> attached = catalogue.attached(run.leaf());
        if (attached.isPresent()) {
            detachment.detach(attached.get().parent(), run.leaf());
        } else if (!catalogue.exists(run.leaf())) {
            throw new IllegalStateException(
                    "the table %s is gone, though run %s has not archived it".formatted(run.leaf(), run.runId()));
        }
        return runs.advance(run, RunState.DETACHED);
    }
}
