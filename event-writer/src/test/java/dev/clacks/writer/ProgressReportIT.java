package dev.clacks.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.testkit.junit.KafkaExtension;
import dev.clacks.testkit.junit.PostgresExtension;
import dev.clacks.writer.progress.GroupLog;
import dev.clacks.writer.progress.PartitionProgress;
import dev.clacks.writer.progress.ProgressReport;
import java.lang.reflect.Proxy;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people are told of partitions while these are written, and while Kafka does not tell of one. */
class ProgressReportIT {

    private static final int PARTITIONS = 3;

    @RegisterExtension
    static final KafkaExtension KAFKA = new KafkaExtension(1);

    @RegisterExtension
    static final PostgresExtension POSTGRES = new PostgresExtension();

    private Pipeline pipeline;

    @BeforeEach
    void open() throws Exception {
        pipeline = new Pipeline(KAFKA, PARTITIONS, POSTGRES.newDatabase());
        pipeline.writer();
        pipeline.publish(1, 20);
        pipeline.awaitAllStored();
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void aPartitionWithoutALeaderSaysSoInItsLineAndOthersAreTold() throws Exception {
        var cluster = new LeaderlessAdmin(List.of(pipeline.events(0)));

        List<PartitionProgress> lines = report(cluster.before(KAFKA.admin()));

        assertThat(lines).hasSize(PARTITIONS);
        assertThat(lines.getFirst().trouble()).contains("the partition has no leader");
        assertThat(lines.getFirst().end()).isNull();
        assertThat(lines.getFirst().lag()).isNull();
        assertThat(lines.get(1).nextOffset()).isEqualTo(20);
        assertThat(lines.get(1).lag()).isZero();
        assertThat(lines.get(1).trouble()).isNull();
    }

    @Test
    void aPartitionThatIsStoredOnWhileKafkaAnswersIsNotTakenForATruncatedOne() throws Exception {
        pipeline.stopWriters();

        List<PartitionProgress> lines = report(storingMeanwhile());

        assertThat(lines.get(1).trouble()).isNull();
        assertThat(lines.get(1).lag()).isZero();
        assertThat(pipeline.progress(1)).isGreaterThan(20);
    }

    /** Whenever Kafka is asked for offsets, progress goes past what it is about to tell. */
    private Admin storingMeanwhile() {
        return (Admin) Proxy.newProxyInstance(
                Admin.class.getClassLoader(), new Class<?>[] {Admin.class}, (_, method, arguments) -> {
                    if (method.getName().equals("listOffsets")) {
                        pipeline.stored.execute(
                                "UPDATE writer_progress SET next_offset = next_offset + 10 WHERE next_offset > 0");
                    }
                    return method.invoke(KAFKA.admin(), arguments);
                });
    }

    private List<PartitionProgress> report(Admin admin) throws Exception {
        try (var connection = pipeline.stored.connect()) {
            return ProgressReport.of(
                    connection,
                    new GroupLog(admin, pipeline.group),
                    List.of(pipeline.kafka.topics().events()));
        }
    }
}
