package dev.clacks.archiver;

import dev.clacks.archiver.command.ListCommand;
import dev.clacks.archiver.command.OnceCommand;
import dev.clacks.archiver.command.RestoreCommand;
import dev.clacks.archiver.config.ArchiverSettings;
import dev.clacks.archiver.config.ScheduleSettings;
import dev.clacks.archiver.health.Pulse;
import dev.clacks.archiver.metrics.ArchiverMetrics;
import dev.clacks.archiver.pass.ArchiveParts;
import dev.clacks.archiver.pass.Archiving;
import dev.clacks.archiver.run.KafkaLogStarts;
import dev.clacks.archiver.schedule.ArchiveLoop;
import dev.clacks.archiver.store.ObjectStore;
import dev.clacks.archiver.store.S3ObjectStore;
import dev.clacks.archiver.upkeep.UpkeepLoop;
import dev.clacks.common.app.Probe;
import dev.clacks.common.app.ProbeHealthCheck;
import dev.clacks.common.app.ServiceApplication;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.lifecycle.ManagedLoop;
import dev.clacks.common.metrics.Metrics;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.LoggerFactory;

/** The archiver: {@code archiver server [config.yml]}, and its commands. */
public final class ArchiverApplication extends ServiceApplication<ArchiverSettings> {

    private static final Duration STOP_WITHIN = Duration.ofSeconds(4);

    /** Unlimited, it waits for what Kafka does not answer. */
    private static final Duration ADMIN_CLOSE = Duration.ofSeconds(1);

    /** How long a pass takes is told by its pulse, not by the age of its turn. */
    private static final Duration ANY_LENGTH = Duration.ofDays(3650);

    public static void main(String[] arguments) throws Exception {
        new ArchiverApplication().run(arguments);
    }

    @Override
    public String getName() {
        return "archiver";
    }

    @Override
    public void initialize(Bootstrap<ArchiverSettings> bootstrap) {
        super.initialize(bootstrap);
        bootstrap.addCommand(new OnceCommand());
        bootstrap.addCommand(new ListCommand());
        bootstrap.addCommand(new RestoreCommand());
    }

    @Override
    public void run(ArchiverSettings settings, Environment environment) {
        var clock = InstantSource.system();
        ScheduleSettings schedule = settings.schedule();
        var registry = Metrics.of(environment.metrics());
        var metrics = new ArchiverMetrics(registry.registry(), clock);
        var pulse = new Pulse(clock);
        var log = LoggerFactory.getLogger(ArchiverApplication.class);

        ObjectStore store = new S3ObjectStore(settings.s3());
        environment.lifecycle().manage(new AutoCloseableManager(store));
        Admin admin = KafkaClients.admin(settings.kafka(), Map.of("client.id", "archiver"));
        environment.lifecycle().manage(new AutoCloseableManager(() -> admin.close(ADMIN_CLOSE)));

        var kafka = new KafkaLogStarts(admin, settings.kafka().topics().events());
        var parts = new ArchiveParts(settings.archive(), store, kafka, pulse, log::info, clock);
        var archive = new ManagedLoop(
                "archive",
                new ArchiveLoop(
                        new Archiving(settings.databaseUrl(), parts),
                        schedule.every().toJavaDuration(),
                        pulse,
                        metrics,
                        clock),
                ANY_LENGTH,
                STOP_WITHIN,
                clock);
        var upkeep = new UpkeepLoop(settings, store, pulse, metrics, clock);
        var upkeepLoop =
                new ManagedLoop("upkeep", upkeep, schedule.stalledAfter().toJavaDuration(), STOP_WITHIN, clock);
        environment.lifecycle().manage(archive);
        environment.lifecycle().manage(upkeepLoop);

        Map<String, Probe> liveness = Map.of(
                "archive",
                archive.liveness(),
                "progress",
                pulse.liveness(schedule.stalledAfter().toJavaDuration()),
                "upkeep",
                upkeepLoop.liveness());
        adminEndpoints(
                environment, registry, liveness, Map.of("database", upkeep.databaseProbe(), "s3", upkeep.storeProbe()));
        environment.healthChecks().register("loops", new ProbeHealthCheck(liveness));
    }
}
