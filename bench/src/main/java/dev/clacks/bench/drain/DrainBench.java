package dev.clacks.bench.drain;

import dev.clacks.bench.lab.Feed;
import dev.clacks.bench.lab.Lab;
import dev.clacks.bench.lab.LabEvents;
import dev.clacks.bench.lab.WriterWatch;
import dev.clacks.bench.stack.ServiceProcess;
import dev.clacks.common.app.ProgressBar;
import dev.clacks.common.kafka.KafkaSettings;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Backlogs, each in topics of its own, and writers that drain them. */
final class DrainBench {

    private static final String LOGIN = "drain";
    private static final int REQUEST = 100;
    /** Between these parts of the backlog the time is taken: all writers have joined, and none has run out of work. */
    private static final double FROM = 0.2;

    private static final double TO = 0.9;

    private final Lab lab;
    private final int events;
    private final int partitions;
    private final LabEvents source;
    private final PrintStream out;
    private int topics;

    DrainBench(Lab lab, int events, int partitions, LabEvents source, PrintStream out) throws SQLException {
        this.lab = lab;
        this.events = events;
        this.partitions = partitions;
        this.source = source;
        this.out = out;
        lab.createLogin(LOGIN);
    }

    /** A backlog of new events, evenly over the partitions. */
    KafkaSettings backlog() throws Exception {
        KafkaSettings kafka = lab.topics("bench.drain." + ++topics, partitions);
        try (var feed = new Feed(kafka);
                var bar = new ProgressBar(out, "events into Kafka", events)) {
            for (int sent = 0; sent < events; sent += REQUEST) {
                feed.send(sent / REQUEST % partitions, source.next(Math.min(REQUEST, events - sent)));
                bar.show(sent);
            }
        }
        return kafka;
    }

    /** Has so many writers drain it, and stops them. */
    Spent drain(KafkaSettings kafka, int writers) throws Exception {
        var running = new ArrayList<ServiceProcess>();
        try (var watch = new WriterWatch(lab.connect(), kafka);
                var bar = new ProgressBar(out, "events drained by " + writers, events)) {
            for (int i = 0; i < writers; i++) {
                running.add(lab.startWriter(LOGIN, kafka, Map.of()));
            }
            watch.await((long) (events * FROM), bar::show);
            Spent begun = Spent.now(lab, watch, LOGIN, running);
            if (begun.records() > events / 2) {
                throw new IllegalStateException(
                        "the backlog is too small: half of it was gone before all writers had started");
            }
            watch.await((long) (events * TO), bar::show);
            Spent spent = Spent.now(lab, watch, LOGIN, running).since(begun);
            watch.await(events, bar::show);
            return spent;
        } finally {
            running.forEach(ServiceProcess::stop);
        }
    }

    /** Puts progress back to the beginning: all of the topic is read again, and all of it is there already. */
    void rewind(KafkaSettings kafka) throws SQLException {
        try (Connection connection = lab.connect();
                PreparedStatement update =
                        connection.prepareStatement("UPDATE writer_progress SET next_offset = 0 WHERE topic = ?")) {
            update.setString(1, kafka.topics().events());
            update.executeUpdate();
        }
    }

    /** Rows of {@code events}, and what {@code event_counts} sums up to. */
    List<Long> rowsAndCounts() throws SQLException {
        try (Connection connection = lab.connect();
                var statement = connection.createStatement();
                var row = statement.executeQuery("SELECT (SELECT count(*) FROM public.events),"
                        + " (SELECT sum(events) FROM public.event_counts)")) {
            row.next();
            return List.of(row.getLong(1), row.getLong(2));
        }
    }
}
