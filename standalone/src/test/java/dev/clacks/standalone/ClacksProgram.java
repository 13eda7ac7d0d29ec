package dev.clacks.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.standalone.stack.AotTraining;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The launcher, as a user calls it, but that it builds nothing: the build is what runs this test. */
final class ClacksProgram {

    /** Nothing that is called here takes a fifth of it, unless the machine is busy with other work. */
    private static final long LIMIT_SECONDS = 600;

    private static boolean trained;

    private ClacksProgram() {}

    /**
     * Makes the ahead-of-time caches, as {@code ./clacks build} does after Maven, once for all tests of this run: a start of the
     * pipeline takes twice as long without them.
     */
    static synchronized void train() {
        if (!trained) {
            trained = true;
            try {
                new AotTraining(home()).run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** The checkout. */
    static Path home() {
        return Path.of(System.getProperty("clacks.home")).toAbsolutePath();
    }

    /** A new folder below the module's build folder. */
    static Path newFolder(String purpose) throws IOException {
        Path parent = Files.createDirectories(home().resolve("standalone/target/it"));
        return Files.createTempDirectory(parent, purpose + "-");
    }

    /**
     * A call that came to its end.
     *
     * @param output standard output and error
     */
    record Finished(int code, String output) {}

    /** Calls {@code ./clacks} and waits for its end. */
    static Finished run(String... arguments) throws IOException, InterruptedException {
        return finish(builder(home().resolve("clacks"), List.of(arguments)));
    }

    static Finished finish(ProcessBuilder builder) throws IOException, InterruptedException {
        return finish(builder, LIMIT_SECONDS);
    }

    static Finished finish(ProcessBuilder builder, long limitSeconds) throws IOException, InterruptedException {
        Path output = Files.createTempFile("clacks-output-", ".txt");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                throw new AssertionError(builder.command() + " did not end:\n" + Files.readString(output));
            }
            return new Finished(process.exitValue(), new String(Files.readAllBytes(output), UTF_8));
        } finally {
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    static ProcessBuilder builder(Path launcher, List<String> arguments) {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().put("CLACKS_NO_BUILD", "1");
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }
}
