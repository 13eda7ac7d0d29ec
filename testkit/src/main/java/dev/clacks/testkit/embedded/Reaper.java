package dev.clacks.testkit.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Kills a child when this JVM ends, even by SIGKILL, when no shutdown hook runs: a shell waits at the end of a pipe that
 * only this JVM holds open, and the pipe's end is the signal to kill.
 */
final class Reaper {
    private final Process shell;

    private Reaper(Process shell) {
        this.shell = shell;
    }

    /** Begins the watch over a child that runs. */
    static Reaper of(ChildProcess child) throws IOException {
        Path stat = Path.of("/proc", Long.toString(child.pid()), "stat");
        String begun = Files.isReadable(stat) ? startTime(Files.readString(stat)) : "";
        // The shell sits in a session of its own, or Ctrl-C would end it before its work. It kills nobody who was given
        // the pid
        // of a child that ended by itself.
        String script = "read -r _; set -- $(sed 's/.*) //' " + stat + " 2>/dev/null); [ \"${20}\" = '" + begun
                + "' ] && kill -KILL " + child.pid() + " 2>/dev/null";
        return new Reaper(new ProcessBuilder("setsid", "sh", "-c", script)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** When a process began, in clock ticks since the start of the system: the 20th field behind its name. */
    private static String startTime(String stat) {
        return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
    }

    /** Ends the watch without a kill: the child has ended, and its number may soon be another's. */
    void release() {
        shell.destroyForcibly();
    }
}
