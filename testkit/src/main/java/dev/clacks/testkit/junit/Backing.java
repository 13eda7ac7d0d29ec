package dev.clacks.testkit.junit;

import dev.clacks.testkit.embedded.FileTree;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** What the servers of a test run are: child processes or containers. */
enum Backing {
    EMBEDDED,
    CONTAINERS;

    private static final String PROPERTY = "backing";

    /**
     * The backing that the system property {@code backing} asks for, {@code embedded} where it is not set.
     *
     * @throws IllegalStateException when it asks for something else, or for containers where none can run: a run that was
     *     meant to test on containers must not pass without them
     */
    static Backing asked() {
        String value = System.getProperty(PROPERTY, "").strip();
        return switch (value) {
            case "", "embedded" -> EMBEDDED;
            case "containers" -> {
                requireDocker();
                yield CONTAINERS;
            }
            default ->
                throw new IllegalStateException(
                        "-Dbacking=" + value + " is neither embedded nor containers, which are all there is.");
        };
    }

    <T> T choose(Supplier<? extends T> embedded, Supplier<? extends T> containers) {
        return switch (this) {
            case EMBEDDED -> embedded.get();
            case CONTAINERS -> containers.get();
        };
    }

    private static void requireDocker() {
        try {
            Docker.require();
        } catch (NoClassDefFoundError e) {
            throw new IllegalStateException(
                    "-Dbacking=containers needs Testcontainers: add org.testcontainers:testcontainers-kafka and"
                            + " testcontainers-postgresql to the test dependencies of this module.",
                    e);
        }
    }

    /** Where the servers of this run keep data and logs: below the module's target folder, which {@code mvn clean} removes. */
    static Path folder() {
        return Path.of("target", "testkit").toAbsolutePath();
    }

    /** A new folder for the data of a server that lasts as long as the JVM. */
    static Path dataFolder(String name) {
        try {
            Files.createDirectories(folder());
            return Files.createTempDirectory(folder(), name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a data folder for " + name, e);
        }
    }

    /** Deletes a server's data folder. One that cannot be deleted is left and told: no test is about that. */
    static void discard(Path folder) {
        try {
            FileTree.delete(folder);
        } catch (IOException | UncheckedIOException e) {
            System.err.println("A test's folder is left: " + e);
        }
    }
}
