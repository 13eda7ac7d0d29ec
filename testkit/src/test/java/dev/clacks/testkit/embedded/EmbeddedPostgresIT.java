package dev.clacks.testkit.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.testkit.time.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final PostgresLogin SUPERUSER = new PostgresLogin("clacks", "Moist von Lipwig");

    @TempDir
    Path folder;

    private final List<EmbeddedServer> started = new ArrayList<>();

    @AfterEach
    void killServers() {
        started.forEach(EmbeddedServer::kill);
    }

    @Test
    void committedRowsSurviveKillNineAndAnOrderlyStop() throws SQLException {
        EmbeddedPostgres postgres = restart(server());
        execute(postgres, "CREATE TABLE towers (n integer)");
        execute(postgres, "INSERT INTO towers SELECT generate_series(1, 1000)");

        postgres.kill();
        restart(postgres);
        execute(postgres, "INSERT INTO towers VALUES (1001)");
        postgres.stop();
        assertThat(postgres.process().isAlive()).isFalse();
        restart(postgres);

        assertThat(text(postgres, "SELECT count(*) FROM towers")).isEqualTo("1001");
    }

    @Test
    void killNineInTheMiddleOfWorkEndsEveryBackend() throws Exception {
        EmbeddedPostgres postgres = restart(server());
        Thread worker = Thread.ofVirtual().start(() -> {
            try {
                execute(postgres, "SELECT pg_sleep(600)");
            } catch (SQLException e) {
                // The server is killed under it.
            }
        });
        Await.untilEqual(
                "a backend that sleeps",
                "1",
                () -> text(postgres, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"));

        postgres.kill();
        restart(postgres);

        worker.join();
        assertThat(text(postgres, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"))
                .isEqualTo("0");
    }

    @Test
    void isDurableAndOfTheVersionThatTheProjectIsBuiltOn() throws SQLException {
        EmbeddedPostgres postgres = restart(server());

        assertThat(List.of(
                        text(postgres, "SHOW fsync"),
                        text(postgres, "SHOW synchronous_commit"),
                        text(postgres, "SHOW full_page_writes"),
                        text(postgres, "SHOW server_encoding"),
                        text(postgres, "SHOW listen_addresses"),
                        text(postgres, "SHOW work_mem"),
                        text(postgres, "SELECT current_setting('server_version_num')::int / 10000")))
                .containsExactly("on", "on", "on", "UTF8", "127.0.0.1", "5MB", "18");
    }

    @Test
    void refusesAnotherPassword() {
        EmbeddedPostgres postgres = restart(server());

        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl("postgres"), SUPERUSER.user(), "wrong")
                        .close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void aSecondServerOnTheSameDirectoryIsRefusedWithThePidOfTheFirst() {
        EmbeddedPostgres first = restart(server());
        EmbeddedPostgres second = server();

        assertThatThrownBy(second::start)
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("process " + first.process().pid());
    }

    @Test
    void aPidFileWhosePidIsAnothersByNowIsNoObstacle() throws Exception {
        EmbeddedPostgres postgres = restart(server());
        postgres.kill();
        Path pidFile = folder.resolve("cluster/postmaster.pid");
        List<String> lines = new ArrayList<>(Files.readAllLines(pidFile));
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(pidFile, lines);

        restart(postgres);

        assertThat(text(postgres, "SELECT 1")).isEqualTo("1");
    }

    @Test
    void aClusterThatWasLeftHalfMadeIsMadeAnew() throws Exception {
        Files.createDirectories(folder.resolve("cluster.incomplete/base"));

        EmbeddedPostgres postgres = restart(server());

        assertThat(text(postgres, "SELECT 1")).isEqualTo("1");
        assertThat(folder.resolve("cluster.incomplete")).doesNotExist();
    }

    @Test
    void aSettingThatPostgresRefusesIsInTheMessage() {
        EmbeddedPostgres postgres = track(new EmbeddedPostgres(
                ClacksHome.find(), folder, folder.resolve("pg.log"), 0, SUPERUSER, Map.of("work_mem", "plenty")));
        postgres.start();

        assertThatThrownBy(() -> postgres.awaitReady(LIMIT))
                .isInstanceOf(ServerStartException.class)
                .hasMessageContaining("work_mem");
    }

    private EmbeddedPostgres server() {
        return track(new EmbeddedPostgres(
                ClacksHome.find(), folder, folder.resolve("pg.log"), 0, SUPERUSER, Map.of("work_mem", "5MB")));
    }

    private EmbeddedPostgres track(EmbeddedPostgres postgres) {
        postgres.endWithThisProcess();
        started.add(postgres);
        return postgres;
    }

    private static EmbeddedPostgres restart(EmbeddedPostgres postgres) {
        long begun = System.nanoTime();
        postgres.start();
        postgres.awaitReady(LIMIT);
        System.out.printf(
                "postgres: ready after %d ms, %s%n",
                (System.nanoTime() - begun) / 1_000_000, ResidentMemory.of(postgres.process()));
        return postgres;
    }

    private static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(EmbeddedPostgres postgres, String sql) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl("postgres"), SUPERUSER.user(), SUPERUSER.password());
    }
}
