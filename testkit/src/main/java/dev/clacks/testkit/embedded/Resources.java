package dev.clacks.testkit.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Configuration files of the embedded servers, from this package's resources to where a child process can read them. */
final class Resources {
    private Resources() {}

    static Path copy(String name, Path folder) throws IOException {
        Path target = folder.resolve(name);
        try (InputStream resource = Resources.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IOException("Resource " + name + " is missing from the class path");
            }
            Files.copy(resource, target, StandardCopyOption.REPLACE_EXISTING);
        }
        return target;
    }
}
