package dev.clacks.testkit.junit;

import dev.clacks.testkit.embedded.ClacksHome;
import dev.clacks.testkit.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Map;

/** A server that runs as a child of this JVM, in a folder that goes with it. */
final class PostgresInProcess implements PostgresBacking {

    private final Path data;
    private final EmbeddedPostgres server;

    /** Starts it and waits until it answers. */
    PostgresInProcess(String name, Map<String, String> settings) {
        this.data = Backing.dataFolder(name);
        this.server = new EmbeddedPostgres(
                ClacksHome.find(), data, Backing.folder().resolve(name + ".log"), 0, SUPERUSER, settings);
        server.endWithThisProcess();
        server.start();
        server.awaitReady(START_LIMIT);
    }

    EmbeddedPostgres server() {
        return server;
    }

    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.kill();
        Backing.discard(data);
    }
}
