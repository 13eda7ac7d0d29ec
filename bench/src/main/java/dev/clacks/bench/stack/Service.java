package dev.clacks.bench.stack;

import dev.clacks.testkit.embedded.AotCache;
import dev.clacks.testkit.embedded.ServerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Our services: what runs them. The flags are measured, see standalone's README. */
public enum Service {
    INGEST_API("ingest-api", "dev.clacks.ingest.IngestApplication", 256, 96),
    EVENT_WRITER("event-writer", "dev.clacks.writer.WriterApplication", 144, 64),
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
        return command(home, aotCache(home).flags(), arguments);
    }

    /** The command line of the run that makes the cache. */
    public List<String> trainingCommand(Path home) {
        return command(home, aotCache(home).trainingFlags(), List.of("server"));
    }

    /** The service's ahead-of-time cache; only a JVM with the same flags can use it. */
    public AotCache aotCache(Path home) {
        Path target = target(home);
        return new AotCache(target.resolve(module + ".aot"), List.of(target, target.resolve("lib")));
    }

    /** The module's build folder. */
    public Path target(Path home) {
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
