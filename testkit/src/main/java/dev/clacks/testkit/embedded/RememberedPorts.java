package dev.clacks.testkit.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** The ports that a data directory's server used last, in a file in that directory, so that the next start takes the same. */
final class RememberedPorts {
    private static final String FILE = "ports.properties";

    private final Path file;
    private final Properties ports = new Properties();

    RememberedPorts(Path data) {
        this.file = data.resolve(FILE);
        try {
            Files.createDirectories(data);
            if (Files.exists(file)) {
                try (Reader reader = Files.newBufferedReader(file)) {
                    ports.load(reader);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ServerStartException("Cannot read " + file + ": " + e, e);
        }
    }

    /**
     * The port for a purpose.
     *
     * @param wanted a port, or 0 for the one used last where it is free, else any free one
     */
    int choose(String purpose, int wanted) {
        int port = wanted != 0 ? wanted : lastOrFree(purpose);
        ports.setProperty(purpose, Integer.toString(port));
        try (Writer writer = Files.newBufferedWriter(file)) {
            ports.store(writer, null);
        } catch (IOException e) {
            throw new ServerStartException("Cannot write " + file + ": " + e, e);
        }
        return port;
    }

    private int lastOrFree(String purpose) {
        try {
            int last = Integer.parseInt(ports.getProperty(purpose, "0"));
            return last > 0 && last < 65_536 && Ports.isFree(last) ? last : Ports.free();
        } catch (NumberFormatException e) {
            return Ports.free();
        }
    }
}
