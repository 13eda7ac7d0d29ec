package dev.clacks.standalone.stack;

import dev.clacks.testkit.embedded.ServerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Our services: what runs them. The flags are measured, see the module's README. */
public enum Service {
    INGEST_API("ingest-api", "dev.clacks.ingest.IngestApplication", 256, 96),
    EVENT_WRITER("event-writer", "dev.clacks.writer.WriterApplication", 192, 64),
    ARCHIVER("archiver", "dev.clacks.archiver.ArchiverApplication", 256, 64);

    private static final List<String> FLAGS = List.of(
            "-Xms32m",
            "-Xss512k",
            "-XX:+UseSerialGC",
            "-XX:+UseCompactObjectHeaders",
            "-XX:ReservedCodeCacheSize=64m",
            "-XX:+ExitOnOutOfMemoryError",
            "--enable-native-access=ALL-UNNAMED");

    private final String module;
    private final String mainClass;
    private final int heapMegabytes;
    private final int directMegabytes;

    Service(String module, String mainClass, int heapMegabytes, int directMegabytes) {
        this.module = module;
        this.mainClass = mainClass;
        this.heapMegabytes = heapMegabytes;
        this.directMegabytes = directMegabytes;
    }

    /** The module's folder, which is the service's name everywhere. */
    public String module() {
        return module;
    }

    /** The service of that name. */
    public static Service of(String module) {
        return Stream.of(values())
                .filter(service -> service.module.equals(module))
                .findFirst()
                .orElseThrow();
    }

    /**
     * The command line of a JVM of the same installation as this one.
     *
     * @param home the checkout, built
     * @throws ServerStartException when it is not built
     */
    public List<String> command(Path home, List<String> arguments) {
        Path cache = aotCache(home);
        return command(home, isCurrent(cache, target(home)) ? List.of("-XX:AOTCache=" + cache) : List.of(), arguments);
    }

    /** The command line of the run that makes the cache. */
    List<String> trainingCommand(Path home, Path cache) {
        return command(home, List.of("-XX:AOTCacheOutput=" + cache), List.of("server"));
    }

    /** Where the service's ahead-of-time cache lies, if there is one; only a JVM with the same flags can use it. */
    Path aotCache(Path home) {
        return target(home).resolve(module + ".aot");
    }

    /** The module's build folder. */
    Path target(Path home) {
        return home.resolve(module).resolve("target");
    }

    private List<String> command(Path home, List<String> further, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(further);
        command.addAll(FLAGS);
        command.add("-Xmx" + heapMegabytes + "m");
        command.add("-XX:MaxDirectMemorySize=" + directMegabytes + "m");
        command.add("-cp");
        command.add(classPath(home));
        command.add(mainClass);
        command.addAll(arguments);
        return command;
    }

    /** A cache older than a jar is refused by the JVM, with a warning in the log. */
    private static boolean isCurrent(Path cache, Path target) {
        if (!Files.exists(cache)) {
            return false;
        }
        try {
            FileTime made = Files.getLastModifiedTime(cache);
            return !newerJarIn(target, made) && !newerJarIn(target.resolve("lib"), made);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean newerJarIn(Path folder, FileTime made) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path jar : (Iterable<Path>) files.filter(file -> file.toString().endsWith(".jar"))::iterator) {
                if (Files.getLastModifiedTime(jar).compareTo(made) > 0) {
                    return true;
                }
            }
            return false;
        }
    }

    private String classPath(Path home) {
        Path target = target(home);
        try (Stream<Path> files = Files.list(target)) {
            Path jar = files.filter(file -> file.getFileName().toString().matches(module + "-[0-9][^-]*\\.jar"))
                    .findFirst()
                    .orElseThrow(() -> notBuilt(target));
            return jar + ":" + target.resolve("lib") + "/*";
        } catch (IOException e) {
            throw notBuilt(target);
        }
    }

    private ServerStartException notBuilt(Path target) {
        return new ServerStartException(
                "There is no jar of " + module + " in " + target + ". Run ./clacks build, or: mvn package -DskipTests");
    }
}
