package dev.clacks.standalone.data;

import dev.clacks.bench.stack.RunningStack;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.testkit.embedded.FileTree;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The layout of a data folder.
 *
 * @param directory its absolute path
 */
public record DataFolder(Path directory) {

    static final String LOCK = "lock";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    public DataFolder {
        directory = directory.toAbsolutePath().normalize();
    }

    /** The data of a server, such as {@code kafka}. */
    public Path of(String server) {
        return directory.resolve(server);
    }

    /** Where a process logs. */
    public Path log(String process) {
        return directory.resolve("logs").resolve(process + ".log");
    }

    /** What {@code up} tells others about the running pipeline. */
    public Path stackFile() {
        return directory.resolve(RunningStack.FILE);
    }

    Path credentials() {
        return directory.resolve("credentials.json");
    }

    Path children() {
        return directory.resolve("children.json");
    }

    Path lock() {
        return directory.resolve(LOCK);
    }

    /**
     * Makes the folder where it is missing.
     *
     * @throws UserErrorException when it cannot be, or when it holds something that is not a pipeline's: nothing of a
     *     folder named by mistake is touched
     */
    public void prepare() {
        try {
            Files.createDirectories(directory.getParent());
            try {
                Files.createDirectory(directory, OWNER_ONLY_FOLDER);
            } catch (FileAlreadyExistsException e) {
                refuseForeign();
            }
        } catch (IOException e) {
            throw new UserErrorException(
                    "cannot use " + directory + " as data folder (" + e.getMessage() + "): choose another with --data");
        }
    }

    private void refuseForeign() throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new UserErrorException(directory + " is no folder: choose another with --data");
        }
        if (!Files.exists(lock()) && !entries().isEmpty()) {
            throw new UserErrorException(
                    directory + " holds files that are not Clacks': choose an empty or new folder with --data");
        }
    }

    /** Deletes everything in it but the lock, which the caller holds. */
    public void clear() throws IOException {
        for (Path entry : entries()) {
            if (!entry.equals(lock())) {
                FileTree.delete(entry);
            }
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    /** Writes a file that only its owner can read; whoever reads it sees the old text or the new, never a part. */
    static void writePrivately(Path file, byte[] text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        Files.createFile(temporary, OWNER_ONLY_FILE);
        Files.write(temporary, text, StandardOpenOption.DSYNC);
        try {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Writes {@code clacks.json}. */
    public void write(RunningStack stack) throws IOException {
        writePrivately(stackFile(), stack.json());
    }

    /** Removes {@code clacks.json}: nothing runs any more. */
    public void removeStackFile() throws IOException {
        Files.deleteIfExists(stackFile());
    }
}
