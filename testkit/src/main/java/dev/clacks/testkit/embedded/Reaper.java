package dev.clacks.testkit.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Kills a child when this JVM ends, even by SIGKILL, when no shutdown hook runs: a shell waits at the end of a pipe that
 * only this JVM holds open, and the pipe's end is the signal to kill.
 */
final class Reaper {
    private final Process shell;

    private Reaper(Process shell) {
        this.shell = shell;
    }

    static Reaper of(ChildProcess child) throws IOException {
        // The shell sits in a session of its own, or Ctrl-C would end it before its work.
        List<String> command = new ArrayList<>();
        command.add("setsid");
        command.addAll(List.of("sh", "-c", "read -r _; kill -KILL " + child.pid() + " 2>/dev/null"));
        return new Reaper(new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Ends the watch without a kill: the child has ended, and its number may soon be another's. */
    void release() {
        shell.destroyForcibly();
    }
}
