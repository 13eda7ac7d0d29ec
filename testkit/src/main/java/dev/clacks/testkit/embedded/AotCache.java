package dev.clacks.testkit.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * An ahead-of-time cache of a JVM: what an earlier run loaded and linked, so that a start takes little more than half the
 * CPU time. Without one, or with one that no longer fits, the JVM starts as ever.
 *
 * @param file where it lies, if there is one
 * @param jarFolders the folders of the class path's jars; a cache older than one of them is not used
 */
public record AotCache(Path file, List<Path> jarFolders) {

    public AotCache {
        jarFolders = List.copyOf(jarFolders);
    }

    /** The JVM's flags: none where there is no cache, or an old one, which the JVM would refuse with a warning. */
    public List<String> flags() {
        return isCurrent() ? List.of("-XX:AOTCache=" + file) : List.of();
    }

    /** The flags of the run that makes the cache, which is written when that run ends by itself or by SIGTERM. */
    public List<String> trainingFlags() {
        return List.of("-XX:AOTCacheOutput=" + fresh());
    }

    /** After such a run: the cache it made counts from now on. Nothing happens where it made none. */
    public void accept() throws IOException {
        if (Files.exists(fresh())) {
            Files.move(fresh(), file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** After a run that was broken off. */
    public void discard() throws IOException {
        Files.deleteIfExists(fresh());
    }

    private Path fresh() {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    private boolean isCurrent() {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            FileTime made = Files.getLastModifiedTime(file);
            for (Path folder : jarFolders) {
                if (newerJarIn(folder, made)) {
                    return false;
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean newerJarIn(Path folder, FileTime made) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path jar :
                    (Iterable<Path>) files.filter(file -> file.toString().endsWith(".jar"))::iterator) {
                if (Files.getLastModifiedTime(jar).compareTo(made) > 0) {
                    return true;
                }
            }
            return false;
        }
    }
}
