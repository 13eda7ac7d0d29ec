package dev.clacks.writer;

import dev.clacks.common.admin.Actor;
import dev.clacks.common.event.EventRules;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.testkit.junit.DatabaseRole;
import dev.clacks.writer.config.DatabaseSettings;
import dev.clacks.writer.operation.Counts;
import dev.clacks.writer.progress.GroupLog;
import dev.clacks.writer.progress.Skip;
import dev.clacks.writer.progress.SkipPlan;
import dev.clacks.writer.replay.DryRun;
import dev.clacks.writer.replay.KafkaWish;
import dev.clacks.writer.replay.Operator;
import dev.clacks.writer.replay.Wish;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;

/** An operator of a pipeline: has nothing but the writer's own rights. */
final class Operators implements AutoCloseable {

    static final Actor ACTOR = new Actor("os:test");

    private final Pipeline pipeline;
    private final Admin admin;

    Operators(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.admin = KafkaClients.admin(pipeline.kafka, Map.of());
    }

    /** With transactions of 20 rows, straight to the database. */
    Operator operator() {
        return operator(log());
    }

    /** @param log by which Kafka is asked what there is to read */
    Operator operator(GroupLog log) {
        return operator(pipeline.database.libpqUrl(pipeline.database.login(DatabaseRole.WRITER)), log);
    }

    /** The same by way of the proxy. */
    Operator operatorByProxy() {
        return operator(pipeline.databaseUrl(), log());
    }

    private Operator operator(String url, GroupLog log) {
        return new Operator(
                pipeline.kafka,
                new DatabaseSettings(url, false),
                RunningWriter.write(20, 50),
                EventRules.defaults(),
                log,
                InstantSource.system());
    }

    /** What it would come to, as fast as it goes. */
    Counts dryRun(Wish wish) throws Exception {
        try (DryRun dryRun = operator().dryRun(wish, 0)) {
            return dryRun.run(done -> {});
        }
    }

    /** @param between what stands before the client for administration */
    GroupLog log(UnaryOperator<Admin> between) {
        return new GroupLog(between.apply(admin), pipeline.group);
    }

    GroupLog log() {
        return new GroupLog(admin, pipeline.group);
    }

    /** Everything of the topic of events. */
    Wish all() {
        return new Wish.OfKafka(new KafkaWish(pipeline.kafka.topics().events(), null, Instant.EPOCH, null, null, null));
    }

    /** That of events first. */
    private List<String> topics() {
        return List.of(pipeline.kafka.topics().events(), pipeline.kafka.topics().failed());
    }

    SkipPlan skip(int partition, long to) throws Exception {
        return skip(log(), partition, to);
    }

    /** @param log by which Kafka is asked and told */
    SkipPlan skip(GroupLog log, int partition, long to) throws Exception {
        try (Connection connection = pipeline.database.connect(DatabaseRole.WRITER)) {
            return new Skip(log, topics()).take(connection, ACTOR, pipeline.events(partition), to, false);
        }
    }

    @Override
    public void close() {
        admin.close(java.time.Duration.ofSeconds(1));
    }
}
