package dev.clacks.ingest;

import dev.clacks.common.admin.http.AdminServlet;
import dev.clacks.common.admin.http.AdminTries;
import dev.clacks.common.app.Probe;
import dev.clacks.common.app.ProbeHealthCheck;
import dev.clacks.common.app.ProbeServlet;
import dev.clacks.common.app.ServiceApplication;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.common.event.BatchScanner;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.common.lifecycle.ManagedLoop;
import dev.clacks.common.metrics.Metrics;
import dev.clacks.common.metrics.MetricsServlet;
import dev.clacks.ingest.admin.AdminApi;
import dev.clacks.ingest.auth.CredentialStore;
import dev.clacks.ingest.auth.NonceStore;
import dev.clacks.ingest.command.ApplicationCommand;
import dev.clacks.ingest.command.AuditCommand;
import dev.clacks.ingest.command.DatabaseCommand;
import dev.clacks.ingest.command.OrganisationCommand;
import dev.clacks.ingest.command.SecretCommand;
import dev.clacks.ingest.command.TiersCommand;
import dev.clacks.ingest.command.TokenCommand;
import dev.clacks.ingest.command.TopicsCommand;
import dev.clacks.ingest.command.UsageCommand;
import dev.clacks.ingest.config.IngestConfiguration;
import dev.clacks.ingest.config.LimitSettings;
import dev.clacks.ingest.config.PublisherSettings;
import dev.clacks.ingest.doctor.Doctor;
import dev.clacks.ingest.doctor.DoctorServlet;
import dev.clacks.ingest.doctor.JdbcKeyHistory;
import dev.clacks.ingest.door.DoorHandler;
import dev.clacks.ingest.encryption.AesSecretCipher;
import dev.clacks.ingest.limits.ClockMeter;
import dev.clacks.ingest.limits.DoctorRates;
import dev.clacks.ingest.limits.InflightBudget;
import dev.clacks.ingest.limits.Scanners;
import dev.clacks.ingest.metrics.IngestMetrics;
import dev.clacks.ingest.publish.EventPublisher;
import dev.clacks.ingest.publish.GatedPublisher;
import dev.clacks.ingest.publish.KafkaEventPublisher;
import dev.clacks.ingest.publish.KafkaView;
import dev.clacks.ingest.publish.KafkaWatch;
import dev.clacks.ingest.publish.ReplaceableProducer;
import dev.clacks.ingest.server.CrossOrigin;
import dev.clacks.ingest.server.DoorServerFactory;
import dev.clacks.ingest.server.HeaderDeadline;
import dev.clacks.ingest.server.Pool;
import dev.clacks.ingest.server.PublicAddress;
import dev.clacks.ingest.stats.StatisticsServlet;
import dev.clacks.ingest.tenants.Tenants;
import dev.clacks.ingest.usage.StagingUsageServlet;
import dev.clacks.ingest.usage.TenantUsage;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The front door: what it is made of, in the order in which it is put together. */
public final class IngestApplication extends ServiceApplication<IngestConfiguration> {

    private final InstantSource clock;
    private final Map<String, Probe> liveness = new TreeMap<>();

    public IngestApplication() {
        this(InstantSource.system());
    }

    /** With a clock of the caller's own, for requests that were recorded at another time. */
    public IngestApplication(InstantSource clock) {
        this.clock = clock;
    }

    public static void main(String[] arguments) throws Exception {
        new IngestApplication().run(arguments);
    }

    @Override
    public String getName() {
        return "ingest-api";
    }

    @Override
    public void initialize(Bootstrap<IngestConfiguration> bootstrap) {
        super.initialize(bootstrap);
        bootstrap.addCommand(new TopicsCommand());
        bootstrap.addCommand(new DatabaseCommand());
        bootstrap.addCommand(new OrganisationCommand(System.out));
        bootstrap.addCommand(new ApplicationCommand(System.out));
        bootstrap.addCommand(new TokenCommand(System.out));
        bootstrap.addCommand(new SecretCommand(System.out));
        bootstrap.addCommand(new AuditCommand(System.out));
        bootstrap.addCommand(new UsageCommand(System.out));
        bootstrap.addCommand(new TiersCommand(System.out));
    }

    @Override
    public void run(IngestConfiguration configuration, Environment environment) {
        if (!(configuration.getServerFactory() instanceof DoorServerFactory server)) {
            throw new UserErrorException("server.type must be door: the checks before a batch are part of it");
        }
        Metrics registry = Metrics.of(environment.metrics());
        var metrics = new IngestMetrics(registry.registry());
        LimitSettings limits = configuration.limits();

        var pool = Pool.of(configuration.database());
        environment.lifecycle().manage(new AutoCloseableManager(pool::close));
        var cipher = new AesSecretCipher(configuration.encryption().keys());
        BiConsumer<String, ManagedLoop.Turn> loops = (name, turn) -> loop(name, turn, environment);
        var known = CallerCredentials.of(configuration, pool, cipher, metrics, clock, loops);
        CredentialStore credentials = known.store();

        KafkaView kafka = kafkaView(configuration.kafka(), environment);
        EventPublisher publisher = publisher(configuration, kafka, metrics, environment);

        var nonces = new NonceStore(limits.nonces(), limits.longestRequest());
        var budget = new InflightBudget(
                limits.inflightRequests(), limits.inflightBytes().toBytes());
        metrics.gauges().inflightBytes(budget::bytes);
        metrics.gauges().inflightRequests(budget::requests);
        metrics.gauges().nonces(nonces::size);
        metrics.gauges().connections(pool::getActive);
        metrics.gauges().topicsUnwritable(() -> kafka.unwritable().size());

        var rules = configuration.events().rules();
        var callers = CallerLimits.of(configuration, pool, credentials, metrics, clock, loops);
        var scanners = Scanners.forCores(() -> new BatchScanner(rules, limits.events()));
        var crossOrigin = new CrossOrigin(configuration.cors());
        var door = new DoorHandler(
                credentials,
                nonces,
                callers.tenants(),
                callers.addresses(),
                callers.failed(),
                scanners,
                publisher,
                budget,
                limits,
                metrics,
                clock,
                crossOrigin,
                DoorRoutes.SERVED);
        server.install(door, crossOrigin);
        var tries = new AdminTries(() -> metrics.authFailure("admin_token"));
        var doctor = new Doctor(new JdbcKeyHistory(pool, cipher), nonces, scanners, limits.bodyBytes());
        var doctorRates = new DoctorRates(
                callers.addresses(),
                configuration.doctor().addressRequestsPerMinute(),
                configuration.doctor().requestsPerMinute(),
                clock,
                ClockMeter.of(clock));
        var consultation = new DoctorServlet(doctor, known.bearers(), tries, doctorRates, configuration, budget, clock);
        DoorRoutes.serve(environment, "doctor", consultation, "/v1/doctor/*");
        DoorRoutes.describe(environment);
        loop(
                "header-deadline",
                new HeaderDeadline(server, limits.headerTimeout().toJavaDuration()),
                environment);
        environment.jersey().disable();

        DoorRoutes.serve(environment, "health", new ProbeServlet(Map.of("kafka", kafka::health)), "/health");
        DoorRoutes.serve(
                environment, "metrics", new MetricsServlet(registry, IngestMetrics::isForEverybody), "/metrics");
        var stagingUsage = new StagingUsageServlet(known.bearers(), callers.quotas(), clock);
        DoorRoutes.serve(environment, "staging-usage", stagingUsage, "/api/v1/apps/*");
        String events = configuration.kafka().topics().events();
        var statistics =
                StatisticsServlet.of(known.bearers(), pool, events, configuration.statistics(), metrics, clock);
        DoorRoutes.serve(environment, "statistics", statistics, "/v1/stats/*");
        environment.healthChecks().register("loops", new ProbeHealthCheck(liveness));
        Map<String, Probe> readiness = new TreeMap<>(known.readiness());
        readiness.put("kafka", kafka::readiness);
        readiness.put("serving", server::serving);
        adminEndpoints(environment, registry, liveness, readiness);
        var tenants = Tenants.of(pool, cipher, () -> PublicAddress.of(configuration));
        var administration = new AdminApi(tenants, TenantUsage.of(tenants, pool, configuration, clock));
        var servlet = new AdminServlet(
                configuration.admin().adminToken(),
                tries,
                administration.routes(),
                Duration.ofSeconds(Pool.STATEMENT_SECONDS));
        environment.admin().addServlet("administration", servlet).addMapping("/api/v1/*");
    }

    private KafkaView kafkaView(KafkaSettings kafka, Environment environment) {
        var view = new KafkaView(kafka.topics(), System::nanoTime);
        var admin = KafkaClients.admin(kafka, Map.of("client.id", "ingest-api-watch"));
        loop(
                "kafka-watch",
                new KafkaWatch(admin, kafka.topics(), view, Duration.ofSeconds(2), System::nanoTime),
                environment);
        return view;
    }

    private EventPublisher publisher(
            IngestConfiguration configuration, KafkaView view, IngestMetrics metrics, Environment environment) {
        KafkaSettings kafka = configuration.kafka();
        PublisherSettings settings = configuration.publisher();
        var producer = new ReplaceableProducer(
                () -> KafkaClients.producer(kafka, settings.properties()), System::nanoTime, metrics::producerReplaced);
        environment.lifecycle().manage(new AutoCloseableManager(producer));
        var direct = new KafkaEventPublisher(producer, kafka.topics(), view, settings.patience(), System::nanoTime);
        return new GatedPublisher(direct, view, settings.senders());
    }

    private void loop(String name, ManagedLoop.Turn turn, Environment environment) {
        var loop = new ManagedLoop(name, turn, Duration.ofMinutes(1), Duration.ofSeconds(5), clock);
        environment.lifecycle().manage(loop);
        liveness.put(name, loop.liveness());
    }
}
