package dev.clacks.archiver.store;

import dev.clacks.archiver.format.ArchiveFormat;
import java.time.LocalDate;
import java.util.UUID;

/**
 * Where objects lie: folders as Hive names partitions, so that engines prune by class and day without reading.
 *
 * @param retentionDays the class
 * @param day of the events' timestamps, UTC
 * @param run the run that wrote them; a resumed run writes the same keys again
 */
public record ObjectKeys(int retentionDays, LocalDate day, UUID run) {

    /** The n-th object of the part, from 1. */
    public String object(int n, ArchiveFormat format) {
        return prefix() + n + "." + format.suffix();
    }

    /** What the keys of all the part's objects begin with. */
    public String prefix() {
        return folder() + "part-" + run + "-";
    }

    /** The part's manifest. Engines pass over names that begin with an underscore. */
    public String manifest() {
        return folder() + "_part-" + run + ".json";
    }

    private String folder() {
        return "events/retention=%d/dt=%s/".formatted(retentionDays, day);
    }
}
