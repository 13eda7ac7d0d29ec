package dev.clacks.standalone.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Keeps logs bounded: a process's log is moved aside before the process starts, one generation is kept. */
final class LogFiles {

    /** A process that dies again and again goes on in the same file until it has this size. */
    private static final long BIG_BYTES = 4L << 20;

    private LogFiles() {}

    /** Before the first start of a run: each run begins a file of its own. */
    static void begin(Path log) throws IOException {
        moveAside(log, 0);
    }

    /** Before a restart. */
    static void goOn(Path log) throws IOException {
        moveAside(log, BIG_BYTES);
    }

    private static void moveAside(Path log, long largest) throws IOException {
        if (Files.exists(log) && Files.size(log) > largest) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
