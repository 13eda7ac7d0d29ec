package dev.clacks.testkit.junit;

import dev.clacks.testkit.embedded.ClacksHome;
import dev.clacks.testkit.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;

/** A broker for a test run. */
interface KafkaBacking extends AutoCloseable {
    Duration START_LIMIT = Duration.ofMinutes(5);

    String bootstrapServers();

    @Override
    void close();

    static KafkaBacking start() {
        return Backing.asked().choose(KafkaBacking::embedded, KafkaInContainer::new);
    }

    private static KafkaBacking embedded() {
        Path data = Backing.dataFolder("kafka");
        EmbeddedKafka kafka =
                new EmbeddedKafka(ClacksHome.find(), data, Backing.folder().resolve("kafka.log"), 0);
        kafka.endWithThisProcess();
        kafka.start();
        kafka.awaitReady(START_LIMIT);
        return new KafkaBacking() {
            @Override
            public String bootstrapServers() {
                return kafka.bootstrapServers();
            }

            @Override
            public void close() {
                kafka.kill();
                Backing.discard(data);
            }
        };
    }
}
