package dev.clacks.writer;

import dev.clacks.common.app.Probe;
import dev.clacks.common.app.ProbeHealthCheck;
import dev.clacks.common.app.ServiceApplication;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.metrics.Metrics;
import dev.clacks.writer.consume.WriterLoop;
import dev.clacks.writer.metrics.WriterMetrics;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event-writer: {@code event-writer server [config.yml]}. */
public final class WriterApplication extends ServiceApplication<WriterConfiguration> {

    /** Unlimited, it waits for what Kafka does not answer. */
    private static final Duration ADMIN_CLOSE = Duration.ofSeconds(1);

    /** Another process bears our {@code group.instanceId}: see {@link #end}. */
    static final int EXIT_NAMESAKE = 3;

    private static final Logger LOG = LoggerFactory.getLogger(WriterApplication.class);

    public static void main(String[] arguments) throws Exception {
        new WriterApplication().run(arguments);
    }

    @Override
    public String getName() {
        return "event-writer";
    }

    @Override
    public void run(WriterConfiguration configuration, Environment environment) {
        var clock = InstantSource.system();
        var metrics = Metrics.of(environment.metrics());
        var writerMetrics = new WriterMetrics(metrics.registry());
        Admin admin = KafkaClients.admin(configuration.kafka(), Map.of("client.id", "writer-admin"));
        environment.lifecycle().manage(new AutoCloseableManager(() -> admin.close(ADMIN_CLOSE)));

        var liveness = new LinkedHashMap<String, Probe>();
        var readiness = new LinkedHashMap<String, Probe>();
        for (int number = 0; number < configuration.write().consumers(); number++) {
            var loop = WriterLoop.of(
                    number,
                    configuration.kafka(),
                    configuration.database(),
                    configuration.group(),
                    configuration.write(),
                    admin,
                    writerMetrics,
                    WriterApplication::end,
                    clock);
            environment.lifecycle().manage(loop.loop());
            liveness.put("loop-" + number, loop.loop().liveness());
            readiness.putAll(ReadinessProbes.of(number, loop::state, clock));
        }
        adminEndpoints(environment, metrics, liveness, readiness);
        environment.healthChecks().register("loops", new ProbeHealthCheck(liveness));
    }

    /**
     * Ends the process, since another one bears its name in the group: that one goes on. The server's own shutdown hook closes
     * everything first. On a thread of its own: the hook waits for the loop that calls this.
     */
    private static void end() {
        LOG.error("another process bears this one's group.instanceId: this one ends with code {}", EXIT_NAMESAKE);
        Thread.ofPlatform().name("end").start(() -> System.exit(EXIT_NAMESAKE));
    }
}
