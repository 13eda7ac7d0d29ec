package dev.clacks.bench.write;

import dev.clacks.bench.lab.Lab;
import dev.clacks.bench.lab.LabEvents;
import dev.clacks.bench.write.Figures.Turn;
import dev.clacks.common.app.ProgressBar;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** All contenders in turn, round after round, each round in another order: whatever disturbs the machine disturbs all. */
final class WriteBench implements AutoCloseable {

    private static final int WARM_UP_ROUNDS = 2;
    /** Events by which a writer's process becomes one that has run for a while: its compiler is no longer at work beside it. */
    private static final int WARM_UP_EVENTS = 150_000;

    private static final int PATTERN = 4;
    /** The class of an organisation that nobody made. */
    private static final int RETENTION_DAYS = 90;

    private static final List<Way> ALL = List.of(
            new RawCopy(false),
            new RawCopy(true),
            new ValuesInsert("public.events"),
            new UnnestInsert(),
            new StagedCopy());

    private final Lab lab;
    private final WritePlan plan;
    private final PrintStream out;
    private final Connection connection;
    private final LabEvents events;
    private final Pieces pieces;
    private final List<Contender> contenders = new ArrayList<>();
    private final List<WriterContender> writers = new ArrayList<>();
    private final Figures figures = new Figures();

    WriteBench(Lab lab, WritePlan plan, PrintStream out) throws SQLException {
        this.lab = lab;
        this.plan = plan;
        this.out = out;
        this.connection = lab.connect();
        this.events = new LabEvents(plan.seed(), noonOn(), plan.applications());
        this.pieces = new Pieces(lab.connect(), RETENTION_DAYS);
    }

    /** From noon of today on, so that no run crosses midnight. */
    private static InstantSource noonOn() {
        Instant started = Instant.now();
        Instant noon = LocalDate.now(ZoneOffset.UTC).atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
        return () -> noon.plus(Duration.between(started, Instant.now()));
    }

    Figures run() throws Exception {
        for (boolean synchronousCommit : List.of(true, false)) {
            for (Way way : plan.writerOnly() ? List.of(new RawCopy(false)) : ALL) {
                contenders.add(new DirectContender(way, synchronousCommit, pieces, plan.rows(), lab.connect()));
            }
            contenders.add(new StoreContender(lab, synchronousCommit, plan.rows()));
            var writer = new WriterContender(lab, synchronousCommit, plan.rows());
            contenders.add(writer);
            writers.add(writer);
        }
        try (Connection fill = lab.connect()) {
            new Prefill(fill, RETENTION_DAYS, LocalDate.now(ZoneOffset.UTC), plan.days())
                    .run(pieces.of(events.next(PATTERN * plan.rows()), plan.rows()), plan.prefill(), out);
        }
        warmUp();
        var order = new Random(plan.seed());
        int rounds = WARM_UP_ROUNDS + plan.rounds();
        try (var bar = new ProgressBar(out, "rounds", rounds)) {
            for (int round = 0; round < rounds; round++) {
                round(order);
                if (round == WARM_UP_ROUNDS - 1) {
                    figures.clear();
                    writers.forEach(WriterContender::forget);
                }
                bar.show(round + 1);
            }
        }
        return figures;
    }

    private void warmUp() throws Exception {
        long total = (long) writers.size() * WARM_UP_EVENTS;
        try (var bar = new ProgressBar(out, "events to warm the writers up", total)) {
            long done = 0;
            for (WriterContender writer : writers) {
                for (int stored = 0; stored < WARM_UP_EVENTS; stored += plan.turn(), done += plan.turn()) {
                    writer.store(events.next(plan.turn()));
                    bar.show(done);
                }
            }
        }
    }

    private void round(Random order) throws Exception {
        var turns = new ArrayList<>(contenders);
        Collections.shuffle(turns, order);
        for (Contender contender : turns) {
            var batch = events.next(plan.turn());
            long wal = walBytes();
            long nanos = contender.store(batch);
            figures.add(name(contender), Turn.of(nanos, walBytes() - wal, plan.turn()));
        }
    }

    private static String name(Contender contender) {
        return name(contender.name(), contender.synchronousCommit());
    }

    /** How a contender is called in the figures. */
    static String name(String way, boolean synchronousCommit) {
        return way + (synchronousCommit ? "" : ", synchronous_commit off");
    }

    /** CPU time of the writer's process for a row, in microseconds; the mean of both. */
    double writerProcessMicros() {
        return writers.stream()
                        .mapToDouble(WriterContender::processNanosPerRow)
                        .average()
                        .orElse(0)
                / 1_000;
    }

    long tableBytes() throws SQLException {
        return Prefill.tableBytes(connection);
    }

    String serverVersion() throws SQLException {
        return text("SHOW server_version");
    }

    long rows() throws SQLException {
        return Long.parseLong(text("SELECT count(*) FROM public.events"));
    }

    private long walBytes() throws SQLException {
        return Long.parseLong(text("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')"));
    }

    private String text(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        }
    }

    @Override
    public void close() throws SQLException {
        for (Contender contender : contenders) {
            contender.close();
        }
        pieces.close();
        connection.close();
    }
}
