package dev.clacks.testkit.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A data directory of PostgreSQL: how it is made, how the server in it is run, and whether one runs. */
final class PostgresCluster {
    private static final Duration INITDB_LIMIT = Duration.ofMinutes(2);

    private final Path programs;
    private final Path data;

    /**
     * A cluster that may not exist yet.
     *
     * @param programs the folder with {@code bin}
     * @param data the folder below which the cluster lies, in {@code cluster}
     */
    PostgresCluster(Path programs, Path data) {
        this.programs = programs;
        this.data = data;
    }

    Path directory() {
        return data.resolve("cluster");
    }

    /** Runs initdb where it has not been. Killed half-way it begins anew: a cluster gets its name when it is complete. */
    void create(PostgresLogin superuser) throws IOException {
        if (Files.isDirectory(directory())) {
            return;
        }
        Path fresh = data.resolve("cluster.incomplete");
        FileTree.delete(fresh);
        Files.createDirectories(
                fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path passwordFile = Files.createTempFile(data, "initial-", ".password");
        try {
            Files.writeString(passwordFile, superuser.password());
            run(program(
                    "initdb",
                    "--pgdata=" + fresh,
                    "--username=" + superuser.user(),
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    // One order of text on every machine, whatever locales are installed.
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C"));
        } finally {
            Files.delete(passwordFile);
        }
        Files.move(fresh, directory(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void run(List<String> command) throws IOException {
        Path log = data.resolve("initdb.log");
        ChildProcess child = ChildProcess.start(command, Map.of("LC_ALL", "C"), data, log);
        if (!child.awaitExit(INITDB_LIMIT)) {
            child.kill();
            throw new ServerStartException("initdb took more than " + INITDB_LIMIT.toSeconds() + " s. Its log: " + log);
        }
        if (child.exitCode() != 0) {
            throw new ServerStartException("initdb failed with code " + child.exitCode() + ". Its log, " + log + ":\n"
                    + Files.readString(log));
        }
    }

    /** The command line of the server, which stays in the foreground. */
    List<String> server(Map<String, String> settings) {
        List<String> arguments = new ArrayList<>(List.of("-D", directory().toString()));
        settings.forEach((name, value) -> {
            arguments.add("-c");
            arguments.add(name + "=" + value);
        });
        return program("postgres", arguments.toArray(String[]::new));
    }

    /**
     * A program's command line. PostgreSQL refuses to run as root, so root runs it in a user namespace in which it is
     * nobody: the files stay root's, and signals reach it as they reach any child.
     */
    private List<String> program(String name, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(programs.resolve("bin").resolve(name).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid") instanceof Integer user && user == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The server that works in this directory now, by whomever it was started. */
    Optional<ProcessHandle> runningServer() throws IOException {
        Path file = directory().resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        String first = Files.readString(file).lines().findFirst().orElse("").strip();
        if (!first.matches("\\d{1,10}")) {
            return Optional.empty();
        }
        return ProcessHandle.of(Long.parseLong(first)).filter(this::worksHere);
    }

    /** A server's working directory is its data directory; another process may have been given the pid since. */
    private boolean worksHere(ProcessHandle process) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), directory());
        } catch (IOException e) {
            return false;
        }
    }

    /** Removes the note of a server that was killed. PostgreSQL itself does not where the pid is another's by now. */
    void removeStalePidFile() throws IOException {
        if (runningServer().isEmpty()) {
            Files.deleteIfExists(directory().resolve("postmaster.pid"));
        }
    }
}
