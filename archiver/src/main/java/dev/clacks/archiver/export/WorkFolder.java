package dev.clacks.archiver.export;

import dev.clacks.archiver.run.ArchiveRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where an object lies while it is written or read: a folder for each run, under the run's id, so that a resumed run finds
 * and clears what a killed one left.
 *
 * @param parent an existing folder with room for one object
 */
record WorkFolder(Path parent) {

    /** The run's folder, empty. */
    Path of(ArchiveRun run) throws IOException {
        Path folder = parent.resolve("clacks-archive-" + run.runId());
        clear(run);
        return Files.createDirectories(folder);
    }

    /** Removes the run's folder. */
    void clear(ArchiveRun run) throws IOException {
        Path folder = parent.resolve("clacks-archive-" + run.runId());
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
