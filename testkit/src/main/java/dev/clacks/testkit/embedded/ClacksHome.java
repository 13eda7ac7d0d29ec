package dev.clacks.testkit.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The root of the checkout, below which the build puts the class paths of the servers that run in a JVM of their own.
 *
 * @param directory its absolute path
 */
public record ClacksHome(Path directory) {
    /** The system property that names it: set by the build for tests and by the launcher for everything else. */
    public static final String PROPERTY = "clacks.home";

    public ClacksHome {
        directory = directory.toAbsolutePath().normalize();
    }

    /**
     * The directory that the system property {@value #PROPERTY} names.
     *
     * @throws ServerStartException if the property is not set
     */
    public static ClacksHome find() {
        String value = System.getProperty(PROPERTY, "");
        if (value.isBlank()) {
            throw new ServerStartException("The system property " + PROPERTY
                    + " is not set. It names the checkout of Clacks: start through ./clacks, or add -D" + PROPERTY
                    + "=DIR to the JVM.");
        }
        return new ClacksHome(Path.of(value));
    }

    /**
     * The class path of a server: every jar in {@code testkit/MODULE/target/lib}.
     *
     * @throws ServerStartException if the build has not put them there
     */
    String classPath(String module) {
        Path libraries = directory.resolve("testkit").resolve(module).resolve("target/lib");
        if (jarsIn(libraries).isEmpty()) {
            throw new ServerStartException("No jars in " + libraries
                    + ". Run ./clacks build, or: mvn package -pl testkit/" + module + " -DskipTests");
        }
        return libraries + "/*";
    }

    /** The ahead-of-time cache of such a server. */
    AotCache aotCache(String module) {
        Path target = directory.resolve("testkit").resolve(module).resolve("target");
        return new AotCache(target.resolve(module + ".aot"), List.of(target.resolve("lib")));
    }

    /** Where things that are unpacked once for this checkout go; {@code mvn clean} removes them. */
    Path cache() {
        return directory.resolve("testkit/target");
    }

    private static List<Path> jarsIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        } catch (IOException e) {
            throw new ServerStartException("Cannot read " + folder + ": " + e, e);
        }
    }
}
