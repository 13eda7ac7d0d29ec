package dev.clacks.testkit.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A process that this one started, in a session of its own: a Ctrl-C in the terminal reaches only the parent, which
 * then ends its children in the right order. Thread-safe.
 */
public final class ChildProcess {
    /** After this long SIGKILL has not worked either; it always has, unless the disk hangs. */
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    private static final @Nullable Path SETSID = firstExisting("/usr/bin/setsid", "/bin/setsid");

    private final Process process;
    private final Path log;
    /** Held: the end of its pipe is the signal to kill. */
    private volatile @Nullable Reaper reaper;

    private ChildProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * Starts a command.
     *
     * @param environment what to add to this process's environment
     * @param directory the working directory, which exists
     * @param log where standard output and error are appended; its folder is made where missing
     */
    public static ChildProcess start(List<String> command, Map<String, String> environment, Path directory, Path log)
            throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        List<String> line = new ArrayList<>();
        if (SETSID != null) {
            line.add(SETSID.toString());
        }
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        return new ChildProcess(builder.start(), log);
    }

    public long pid() {
        return process.pid();
    }

    /** When the process started, as the system tells it: with the pid this names a process for good. */
    public Instant startedAt() {
        return process.info().startInstant().orElse(Instant.EPOCH);
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    public Path log() {
        return log;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Has it killed when this JVM ends, however it ends, by SIGKILL too; as long as this object is in use. */
    public void endWithThisProcess() throws IOException {
        reaper = Reaper.of(this);
    }

    /** The exit code; 128 and the signal's number where a signal ended it.
     *
     * @throws IllegalThreadStateException while it runs
     */
    public int exitCode() {
        return process.exitValue();
    }

    /** Sends a signal by name, such as {@code INT}; does nothing when the process is gone. */
    public void signal(String name) throws IOException {
        if (process.isAlive()) {
            // The shell's own kill: not every system has the program.
            Process kill = new ProcessBuilder("sh", "-c", "kill -" + name + " " + pid() + " 2>/dev/null").start();
            waitFor(kill, KILL_LIMIT);
        }
    }

    /**
     * Sends a signal and waits for the process to end; after the limit kills it with its descendants.
     *
     * @return whether it ended by itself
     */
    public boolean stop(String signal, Duration limit) throws IOException {
        List<ProcessHandle> descendants = process.descendants().toList();
        signal(signal);
        boolean orderly = waitFor(process, limit);
        kill(descendants);
        return orderly;
    }

    /** Ends the process and its descendants with SIGKILL and waits until they are gone. */
    public void kill() {
        kill(process.descendants().toList());
    }

    private void kill(List<ProcessHandle> descendants) {
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        waitFor(process, KILL_LIMIT);
        for (ProcessHandle descendant : descendants) {
            awaitEnd(descendant);
        }
        Reaper watching = reaper;
        if (watching != null && !process.isAlive()) {
            watching.release();
        }
    }

    /** Waits up to a limit for the end of the process; whether it has ended. */
    public boolean awaitExit(Duration limit) {
        return waitFor(process, limit);
    }

    /**
     * Kills a process that an earlier run left behind, with its descendants, and waits until they are gone.
     *
     * @param startedAt as {@link #startedAt} told it: a process with the same pid that started at another time is left alone
     * @return whether there was one
     */
    public static boolean killLeftover(long pid, Instant startedAt) {
        Optional<ProcessHandle> leftover = ProcessHandle.of(pid)
                .filter(process ->
                        process.info().startInstant().filter(startedAt::equals).isPresent())
                .filter(process -> !isGone(process));
        leftover.ifPresent(process -> {
            List<ProcessHandle> all =
                    Stream.concat(Stream.of(process), process.descendants()).toList();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(ChildProcess::awaitEnd);
        });
        return leftover.isPresent();
    }

    private static void awaitEnd(ProcessHandle process) {
        long deadline = System.nanoTime() + KILL_LIMIT.toNanos();
        while (!isGone(process) && System.nanoTime() < deadline) {
            Pause.briefly();
        }
    }

    /**
     * Whether it runs no more. A killed grandchild stays in the process table until its new parent, the system's first process,
     * takes note, which can take seconds; it holds nothing by then.
     */
    public static boolean isGone(ProcessHandle process) {
        if (!process.isAlive()) {
            return true;
        }
        try {
            String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            // pid (name) state ...: the name may hold anything, parentheses too.
            return status.startsWith(") Z", status.lastIndexOf(')'));
        } catch (IOException e) {
            return !process.isAlive();
        }
    }

    private static boolean waitFor(Process process, Duration limit) {
        try {
            return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !process.isAlive();
        }
    }

    private static @Nullable Path firstExisting(String... paths) {
        for (String path : paths) {
            if (Files.isExecutable(Path.of(path))) {
                return Path.of(path);
            }
        }
        return null;
    }
}
