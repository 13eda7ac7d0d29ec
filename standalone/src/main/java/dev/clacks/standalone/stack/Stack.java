package dev.clacks.standalone.stack;

import static java.util.Objects.requireNonNull;

import dev.clacks.bench.client.Target;
import dev.clacks.bench.stack.RunningStack;
import dev.clacks.bench.stack.Service;
import dev.clacks.bench.stack.ServiceProcess;
import dev.clacks.common.kafka.KafkaClients;
import dev.clacks.common.kafka.KafkaSettings;
import dev.clacks.common.kafka.TopicSetup;
import dev.clacks.common.kafka.Topics;
import dev.clacks.standalone.data.Children;
import dev.clacks.standalone.data.DataFolder;
import dev.clacks.standalone.data.Secrets;
import dev.clacks.standalone.process.Part;
import dev.clacks.standalone.process.Supervisor;
import dev.clacks.standalone.process.Supervisor.StopPhase;
import dev.clacks.testkit.embedded.ClacksHome;
import dev.clacks.testkit.embedded.EmbeddedKafka;
import dev.clacks.testkit.embedded.EmbeddedPostgres;
import dev.clacks.testkit.embedded.EmbeddedS3;
import dev.clacks.testkit.embedded.PostgresLogin;
import dev.clacks.testkit.embedded.S3Keys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/**
 * The pipeline as processes. Kafka, PostgreSQL and S3 start at once; topics and schema are made as soon as their server is
 * there; then all services at once. The other way round it stops: the door first, so that nothing new comes in.
 */
public final class Stack {

    private static final String BUCKET = "clacks-archive";

    /** In all below the 20 s that a stop may take. */
    private static final List<StopPhase> STOP = List.of(
            new StopPhase(List.of(Service.INGEST_API.module()), Duration.ofSeconds(5)),
            new StopPhase(List.of(Service.EVENT_WRITER.module(), Service.ARCHIVER.module()), Duration.ofSeconds(5)),
            new StopPhase(List.of("kafka", "postgres", "s3"), Duration.ofSeconds(7)));

    private final StackOptions options;
    private final ServicePorts ports;
    private final DataFolder folder;
    private final Secrets secrets;
    private final Supervisor supervisor;
    private final EmbeddedKafka kafka;
    private final EmbeddedPostgres postgres;
    private final EmbeddedS3 s3;

    /**
     * Nothing is started yet.
     *
     * @param folder the data folder, prepared and locked
     * @param say tells the user what happens, a line at a time
     */
    public Stack(StackOptions options, DataFolder folder, Secrets secrets, Children children, Consumer<String> say) {
        this.options = options;
        this.ports = new ServicePorts(options.port(), options.writers());
        this.folder = folder;
        this.secrets = secrets;
        this.supervisor = new Supervisor(children, say);
        var home = new ClacksHome(options.home());
        this.kafka = new EmbeddedKafka(home, folder.of("kafka"), folder.log("kafka"), 0);
        this.postgres = new EmbeddedPostgres(
                home,
                folder.of("postgres"),
                folder.log("postgres"),
                0,
                new PostgresLogin("postgres", secrets.postgres()),
                Map.of("max_connections", "100"));
        this.s3 = new EmbeddedS3(
                home, folder.of("s3"), folder.log("s3"), 0, new S3Keys(secrets.s3AccessKey(), secrets.s3SecretKey()));
    }

    /**
     * Starts everything and returns when all is ready; from then on what dies is started again and {@code clacks.json} kept
     * up to date.
     *
     * @throws dev.clacks.testkit.embedded.ServerStartException when a part does not come up; {@link #stop} ends the others
     */
    public RunningStack start() throws IOException, InterruptedException {
        var uuids = new AtomicReference<Tenant.Uuids>();
        Together.run(
                () -> {
                    supervisor.start(new Part("kafka", kafka));
                    topics();
                },
                () -> {
                    supervisor.start(new Part("postgres", postgres));
                    uuids.set(schema());
                },
                () -> {
                    s3.createBucket(BUCKET);
                    supervisor.start(new Part("s3", s3));
                });
        var services = new ArrayList<Together.Task>();
        for (Part part : services()) {
            services.add(() -> supervisor.start(part));
        }
        Together.run(services.toArray(Together.Task[]::new));
        Tenant.Uuids names = requireNonNull(uuids.get());
        RunningStack running = describe(names);
        folder.write(running);
        supervisor.watch(() -> rewrite(names));
        return running;
    }

    private synchronized void rewrite(Tenant.Uuids uuids) {
        try {
            folder.write(describe(uuids));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void topics() throws Exception {
        try (Admin admin = KafkaClients.admin(KafkaSettings.at(kafka.bootstrapServers()), Map.of())) {
            new TopicSetup(admin, Topics.defaults()).create();
        }
    }

    private Tenant.Uuids schema() throws Exception {
        var database = new Database(postgres, secrets);
        database.prepare();
        try (Connection connection = database.superuser(Database.NAME)) {
            return new Tenant(connection).create(secrets, options.retentionDays());
        }
    }

    /** What a service, or a command of it, must be told. */
    public ServiceEnvironment environment() {
        return new ServiceEnvironment("127.0.0.1:" + postgres.port(), kafka.bootstrapServers(), store(), secrets);
    }

    /** Every application, addressed by its id; the first as given. */
    public List<Target> applications(Target first) {
        var targets = new ArrayList<>(List.of(first));
        for (Secrets.App app :
                secrets.applications().subList(1, secrets.applications().size())) {
            targets.add(new Target(first.url(), secrets.orgId(), app.id(), app.apiToken(), app.hmacSecret()));
        }
        return targets;
    }

    private RunningStack.S3 store() {
        return new RunningStack.S3(s3.endpoint().toString(), BUCKET, secrets.s3AccessKey(), secrets.s3SecretKey());
    }

    private List<Part> services() {
        var parts = new ArrayList<Part>();
        // no balancer looks at this door's readiness: whoever stops it need not wait for one
        var door = Map.of("PORT", Integer.toString(ports.door()), "CLACKS_SERVER_DRAIN_PERIOD", "0s");
        parts.add(service(Service.INGEST_API, "ingest-api", ports.doorAdmin(), door));
        for (int i = 0; i < options.writers(); i++) {
            parts.add(service(Service.EVENT_WRITER, "event-writer-" + (i + 1), ports.writerAdmin(i), Map.of()));
        }
        parts.add(service(Service.ARCHIVER, "archiver", ports.archiverAdmin(), Map.of()));
        return parts;
    }

    private Part service(Service service, String name, int adminPort, Map<String, String> further) {
        var environment = new TreeMap<>(environment().of(service));
        environment.put("ADMIN_PORT", Integer.toString(adminPort));
        environment.putAll(further);
        environment.putAll(options.environment());
        return new Part(
                service.module(),
                new ServiceProcess(
                        name,
                        service.command(options.home(), List.of("server")),
                        environment,
                        URI.create("http://127.0.0.1:" + adminPort),
                        folder.directory(),
                        folder.log(name)));
    }

    private RunningStack describe(Tenant.Uuids uuids) {
        var adminUrls = new TreeMap<String, List<String>>();
        var processes = new TreeMap<String, List<Long>>();
        List<Part> parts = new ArrayList<>(supervisor.parts());
        parts.sort(Comparator.comparing(Part::name));
        for (Part part : parts) {
            processes
                    .computeIfAbsent(part.service(), name -> new ArrayList<>())
                    .add(part.server().process().pid());
            if (part.server() instanceof ServiceProcess service) {
                adminUrls
                        .computeIfAbsent(part.service(), name -> new ArrayList<>())
                        .add(service.adminUrl().toString());
            }
        }
        return new RunningStack(
                "http://127.0.0.1:" + ports.door(),
                "http://127.0.0.1:" + ports.doorAdmin(),
                adminUrls,
                secrets.adminToken(),
                secrets.orgId(),
                uuids.org(),
                secrets.first().id(),
                uuids.app(),
                secrets.first().apiToken(),
                secrets.first().hmacSecret(),
                postgres.psqlUrl(Database.NAME),
                kafka.bootstrapServers(),
                store(),
                processes);
    }

    /** Stops everything, in order and within 20 s, and removes {@code clacks.json}. */
    public void stop() throws IOException, InterruptedException {
        supervisor.stop(STOP);
        folder.removeStackFile();
    }
}
