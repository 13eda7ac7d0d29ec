package dev.clacks.testkit.embedded;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * PostgreSQL 18 as a child process, on 127.0.0.1 only and without a socket file, durable: {@code fsync}, full-page writes and
 * {@code synchronous_commit} as in production. A commit that was answered survives the death of the processes and of the host.
 */
public final class EmbeddedPostgres implements EmbeddedServer {
    private final Path data;
    private final int port;
    private final PostgresLogin superuser;
    private final Map<String, String> settings;
    private final PostgresCluster cluster;
    private final Supervised supervised;

    /**
     * A server that is not started yet. The programs are unpacked here where they have not been for this checkout.
     *
     * @param data its directory, made where missing, this server's alone
     * @param log where it logs
     * @param port where it listens; 0 for the port that this directory's server used last, or a free one
     * @param superuser made at the first start, and to be the same at later ones
     * @param settings of {@code postgresql.conf}, which win over the defaults chosen here
     */
    public EmbeddedPostgres(
            ClacksHome home, Path data, Path log, int port, PostgresLogin superuser, Map<String, String> settings) {
        this.data = data.toAbsolutePath();
        this.superuser = superuser;
        // A fast shutdown: open transactions are rolled back, and the next start needs no recovery.
        this.supervised = new Supervised("PostgreSQL", log, "INT");
        this.port = new RememberedPorts(this.data).choose("postgres", port);
        this.cluster = new PostgresCluster(PostgresBinaries.unpackedIn(home.cache()), this.data);
        Map<String, String> all = new LinkedHashMap<>();
        all.put("listen_addresses", "127.0.0.1");
        all.put("port", Integer.toString(this.port));
        // The path of a socket file may be at most 107 bytes long, and nobody needs one.
        all.put("unix_socket_directories", "");
        all.put("fsync", "on");
        all.put("timezone", "UTC");
        all.put("log_timezone", "UTC");
        all.put("log_line_prefix", "%m [%p] %q%a ");
        all.putAll(settings);
        this.settings = Map.copyOf(all);
    }

    /** The JDBC URL of a database, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The libpq form of the URL of a database, with the superuser's name and password. */
    public String psqlUrl(String database) {
        return "postgresql://" + encoded(superuser.user()) + ":" + encoded(superuser.password()) + "@127.0.0.1:" + port
                + "/" + database;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public PostgresLogin superuser() {
        return superuser;
    }

    public int port() {
        return port;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public void start() {
        supervised.refuseWhenRunning();
        try {
            cluster.create(superuser);
            cluster.runningServer().ifPresent(other -> {
                throw new ServerStartException("A PostgreSQL server, process " + other.pid() + ", runs in "
                        + cluster.directory() + " already. End it first: kill -INT " + other.pid());
            });
            cluster.removeStalePidFile();
            supervised.start(cluster.server(settings), Map.of("LC_ALL", "C"), data);
        } catch (IOException e) {
            throw new ServerStartException("Cannot prepare PostgreSQL in " + data + ": " + e, e);
        }
    }

    /**
     * Waits until the superuser can run a statement. A server that was killed can be refused its shared memory until the last
     * of its old backends is gone: then it is started again, as long as there is time.
     */
    @Override
    public void awaitReady(Duration limit) {
        long begun = System.nanoTime();
        while (true) {
            Duration left = limit.minusNanos(System.nanoTime() - begun);
            try {
                supervised.awaitReady(left, this::answersStatements);
                return;
            } catch (ServerStartException e) {
                boolean mayRetry = System.nanoTime() - begun < limit.toNanos();
                if (!mayRetry || supervised.process().isAlive() || !oldServerInTheWay()) {
                    throw e;
                }
                Pause.briefly();
                start();
            }
        }
    }

    private boolean oldServerInTheWay() {
        String output = supervised.output();
        return output.contains("shared memory block") || output.contains("postmaster.pid");
    }

    private boolean answersStatements() throws SQLException {
        if (!Ports.answers(port)) {
            return false;
        }
        try (Connection connection =
                DriverManager.getConnection(jdbcUrl("postgres"), superuser.user(), superuser.password())) {
            return connection.isValid(2);
        }
    }

    @Override
    public Supervised supervised() {
        return supervised;
    }
}
