package dev.clacks.writer.command;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.writer.config.WriterConfiguration;
import dev.clacks.writer.progress.GroupLog;
import dev.clacks.writer.replay.Operator;
import dev.clacks.writer.store.DatabaseSession;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/** What commands work with; connections are made when they are first needed. For one thread. */
final class Workplace implements AutoCloseable {

    private final WriterConfiguration configuration;
    private final PrintStream out;
    private final DatabaseSession session;
    private @Nullable Admin admin;

    Workplace(WriterConfiguration configuration, PrintStream out) {
        this.configuration = configuration;
        this.out = out;
        this.session = new DatabaseSession(configuration.database().address(), "clacks command", true);
    }

    PrintStream out() {
        return out;
    }

    Actor actor() {
        return Actor.operatingSystemUser();
    }

    Connection connection() throws SQLException {
        return session.connection();
    }

    GroupLog log() {
        if (admin == null) {
            admin = KafkaClients.impatientAdmin(configuration.kafka());
        }
        return new GroupLog(admin, configuration.group().id());
    }

    /** Events first. */
    List<String> topics() {
        var topics = configuration.kafka().topics();
        return List.of(topics.events(), topics.failed());
    }

    Operator operator() {
        return new Operator(
                configuration.kafka(),
                configuration.database(),
                configuration.write(),
                configuration.events().rules(),
                log(),
                InstantSource.system());
    }

    @Override
    public void close() {
        session.close();
        if (admin != null) {
            admin.close();
        }
    }
}
