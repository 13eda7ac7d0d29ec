package dev.clacks.bench.stack;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process of a running pipeline that stands still (SIGSTOP), with all its children: its connections stay open and nobody
 * answers on them, as when its host is gone. It goes on when this is closed.
 */
public final class Frozen implements AutoCloseable {

    private final List<ProcessHandle> processes;

    private Frozen(List<ProcessHandle> processes) {
        this.processes = processes;
    }

    /** Freezes the first process of that name. */
    public static Frozen of(RunningStack stack, String name) throws IOException {
        ProcessHandle process = ProcessHandle.of(stack.pid(name)).orElseThrow();
        // The parent first: it must not start children while they are counted.
        signal("STOP", List.of(process));
        var all = Stream.concat(Stream.of(process), process.descendants()).toList();
        signal("STOP", all);
        return new Frozen(all);
    }

    /** Kills it instead of letting it go on. */
    public void kill() {
        processes.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() throws IOException {
        signal("CONT", processes.stream().filter(ProcessHandle::isAlive).toList());
    }

    private static void signal(String signal, List<ProcessHandle> processes) throws IOException {
        if (processes.isEmpty()) {
            return;
        }
        // The shell's own kill: not every system has the program.
        var command = new ArrayList<>(List.of("sh", "-c", "kill -" + signal + " \"$@\"", "kill"));
        processes.forEach(process -> command.add(Long.toString(process.pid())));
        Process kill = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            kill.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
