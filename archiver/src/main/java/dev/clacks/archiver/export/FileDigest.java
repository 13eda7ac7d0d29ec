package dev.clacks.archiver.export;

import dev.clacks.archiver.format.SetDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/** The SHA-256 of a file's bytes, in lower-case hex. */
public final class FileDigest {

    private static final int BUFFER = 64 * 1024;

    private FileDigest() {}

    public static String of(Path file) throws IOException {
        MessageDigest digest = SetDigest.sha256();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Throws unless the file, read from the object, has that digest. */
    public static void require(String key, String expected, Path file) throws IOException {
        String found = of(file);
        if (!found.equals(expected)) {
            throw new VerificationException(
                    "object %s is not what was stored: its SHA-256 is %s, not %s".formatted(key, found, expected));
        }
    }
}
