package dev.clacks.testkit.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a process and its descendants hold in memory, as Linux tells it; for people to read, no test depends on it. */
final class ResidentMemory {
    private ResidentMemory() {}

    static String of(ChildProcess child) {
        List<Long> pids = Stream.concat(
                        Stream.of(child.handle()), child.handle().descendants())
                .map(ProcessHandle::pid)
                .toList();
        return "%d MB resident (%d MB where shared pages count once) in %d processes"
                .formatted(sum(pids, "Rss:"), sum(pids, "Pss:"), pids.size());
    }

    private static long sum(List<Long> pids, String name) {
        return pids.stream().mapToLong(pid -> kilobytes(pid, name)).sum() / 1024;
    }

    private static long kilobytes(long pid, String name) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }
}
