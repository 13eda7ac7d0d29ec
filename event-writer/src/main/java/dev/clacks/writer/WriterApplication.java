package dev.clacks.writer;

import dev.clacks.common.admin.http.AdminServlet;
import dev.clacks.common.admin.http.AdminTries;
import dev.clacks.common.app.Probe;
import dev.clacks.common.app.ProbeHealthCheck;
import dev.clacks.common.app.ServiceApplication;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.Topics;
import dev.clacks.common.metrics.Metrics;
import dev.clacks.writer.admin.AdminApi;
import dev.clacks.writer.admin.Background;
import dev.clacks.writer.command.DefaultVerb;
import dev.clacks.writer.command.WriterCommand;
import dev.clacks.writer.config.WriterConfiguration;
import dev.clacks.writer.consume.Clocks;
import dev.clacks.writer.consume.WriterLoop;
import dev.clacks.writer.metrics.WriterMetrics;
import dev.clacks.writer.progress.GroupLog;
import dev.clacks.writer.replay.Operator;
import dev.clacks.writer.store.DatabaseSession;
import dev.clacks.writer.store.InHandMarks;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event-writer: {@code event-writer server [config.yml]}, and the commands of operators. */
public final class WriterApplication extends ServiceApplication<WriterConfiguration> {

    /** Unlimited, it waits for what Kafka does not answer. */
    private static final Duration ADMIN_CLOSE = Duration.ofSeconds(1);

    /** Another process bears our {@code group.instanceId}: see {@link #end}. */
    static final int EXIT_NAMESAKE = 3;

    private static final Logger LOG = LoggerFactory.getLogger(WriterApplication.class);

    public static void main(String[] arguments) throws Exception {
        new WriterApplication().run(DefaultVerb.in(arguments));
    }

    @Override
    public String getName() {
        return "event-writer";
    }

    @Override
    public void initialize(Bootstrap<WriterConfiguration> bootstrap) {
        super.initialize(bootstrap);
        WriterCommand.all().forEach(bootstrap::addCommand);
    }

    @Override
    public void run(WriterConfiguration configuration, Environment environment) {
        var clocks = Clocks.system();
        var metrics = Metrics.of(environment.metrics());
        var writerMetrics = new WriterMetrics(metrics.registry());
        Admin admin = KafkaClients.admin(configuration.kafka(), Map.of("client.id", "writer-admin"));
        environment.lifecycle().manage(new AutoCloseableManager(() -> admin.close(ADMIN_CLOSE)));

        var marks = new InHandMarks();
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
                    marks,
                    WriterApplication::end,
                    clocks);
            environment.lifecycle().manage(loop.loop());
            liveness.put("loop-" + number, loop.loop().liveness());
            readiness.putAll(ReadinessProbes.of(number, loop::state, clocks.steady()));
        }
        adminEndpoints(environment, metrics, liveness, readiness);
        environment.healthChecks().register("loops", new ProbeHealthCheck(liveness));
        administration(configuration, admin, writerMetrics, clocks.wall(), environment);
    }

    private static void administration(
            WriterConfiguration configuration,
            Admin admin,
            WriterMetrics metrics,
            InstantSource clock,
            Environment environment) {
        var log = new GroupLog(admin, configuration.group().id());
        var operator = new Operator(
                configuration.kafka(),
                configuration.database(),
                configuration.write(),
                configuration.events().rules(),
                log,
                clock);
        var background = new Background();
        environment.lifecycle().manage(background);
        Topics topics = configuration.kafka().topics();
        var api = new AdminApi(
                log,
                List.of(topics.events(), topics.failed()),
                () -> new DatabaseSession(configuration.database().address(), "clacks admin", true),
                operator,
                background);
        var servlet = new AdminServlet(
                configuration.admin().adminToken(),
                new AdminTries(metrics::wrongAdminToken),
                api.routes(),
                DatabaseSession.STATEMENT_TIMEOUT);
        environment.admin().addServlet("administration", servlet).addMapping("/api/v1/*");
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
