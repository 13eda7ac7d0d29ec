package dev.clacks.archiver.run;

import dev.clacks.archiver.format.ArchiveFormat;
import dev.clacks.archiver.store.ObjectKeys;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One leaf on its way to the archive: a row of {@code archive_runs}.
 *
 * @param runId drawn before anything is done, kept over restarts
 * @param retentionDays the class
 * @param day of the events' timestamps, UTC
 * @param part 1 for the day's first leaf
 * @param leaf qualified name of the leaf
 * @param format of its objects
 * @param state how far it has come
 */
public record ArchiveRun(
        UUID runId, int retentionDays, LocalDate day, int part, String leaf, ArchiveFormat format, RunState state) {

    public ObjectKeys keys() {
        return new ObjectKeys(retentionDays, day, runId);
    }

    /** The same run further on. */
    public ArchiveRun in(RunState next) {
        if (!state.mayBecome(next)) {
            throw new IllegalStateException("a run that is %s cannot become %s".formatted(state, next));
        }
        return new ArchiveRun(runId, retentionDays, day, part, leaf, format, next);
    }

    /**
     * When the leaf's youngest rows have reached the age.
     *
     * @param afterDays counts instead of the class's days; null: the class's
     */
    public Instant dueAt(@Nullable Integer afterDays) {
        long days = afterDays == null ? retentionDays : afterDays;
        return day.plusDays(1 + days).atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** For messages. */
    public String title() {
        return "%s, %d days, part %d".formatted(day, retentionDays, part);
    }
}
