package dev.clacks.bench.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** CPU time that a process has used, user and system together, as Linux tells it. */
public final class CpuTime {

    /** What {@code stat} counts in: 100 a second on every Linux, whatever the kernel's own clock does. */
    private static final long NANOS_A_TICK = 10_000_000;

    private CpuTime() {}

    /** Of all threads of a process, those that have ended included, in nanoseconds; in steps of 10 ms. */
    public static long ofProcess(long pid) {
        String stat = read(pid, "stat");
        // pid (name) state ...: the name may hold anything, so count behind it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_A_TICK;
    }

    /** Of a process with one thread, such as a backend of PostgreSQL, in nanoseconds; exact to some microseconds. */
    public static long ofOnlyThread(long pid) {
        return Long.parseLong(read(pid, "schedstat").split(" ", -1)[0]);
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException("no CPU time of process " + pid, e);
        }
    }
}
