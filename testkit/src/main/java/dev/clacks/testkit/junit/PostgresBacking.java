package dev.clacks.testkit.junit;

import dev.clacks.testkit.embedded.ClacksHome;
import dev.clacks.testkit.embedded.EmbeddedPostgres;
import dev.clacks.testkit.embedded.FileTree;
import dev.clacks.testkit.embedded.PostgresLogin;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A database server for a test run, with a superuser. */
interface PostgresBacking extends AutoCloseable {
    Duration START_LIMIT = Duration.ofMinutes(2);
    PostgresLogin SUPERUSER = new PostgresLogin("postgres", "test-of-clacks");
    /** Every test class may have the pools of three services. */
    String MAX_CONNECTIONS = "300";

    String host();

    int port();

    @Override
    void close() throws IOException;

    static PostgresBacking start() {
        return Backing.asked().choose(PostgresBacking::embedded, PostgresInContainer::new);
    }

    private static PostgresBacking embedded() {
        Path data = Backing.dataFolder("postgres");
        EmbeddedPostgres postgres = new EmbeddedPostgres(
                ClacksHome.find(),
                data,
                Backing.folder().resolve("postgres.log"),
                0,
                SUPERUSER,
                Map.of("max_connections", MAX_CONNECTIONS));
        postgres.endWithThisProcess();
        postgres.start();
        postgres.awaitReady(START_LIMIT);
        return new PostgresBacking() {
            @Override
            public String host() {
                return "127.0.0.1";
            }

            @Override
            public int port() {
                return postgres.port();
            }

            @Override
            public void close() throws IOException {
                postgres.kill();
                FileTree.delete(data);
            }
        };
    }
}
