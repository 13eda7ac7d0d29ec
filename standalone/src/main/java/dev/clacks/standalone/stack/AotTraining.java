package dev.clacks.standalone.stack;

import dev.clacks.bench.stack.Service;
import dev.clacks.bench.stack.ServiceProcess;
import dev.clacks.testkit.embedded.AotCache;
import dev.clacks.testkit.embedded.ClacksHome;
import dev.clacks.testkit.embedded.EmbeddedKafka;
import dev.clacks.testkit.embedded.Ports;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the ahead-of-time caches of the broker and of each service: the service is started once, with nothing behind it, until it answers, and the
 * JVM writes down on its way out which classes it loaded, linked and verified. A later start then takes little more than
 * half the CPU time, which counts where four JVMs start at once on two cores. Without a cache everything works as well.
 */
public final class AotTraining {

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(90);

    /** Port 1 refuses connections: services must start without what they depend on. */
    private static final String NOBODY = "127.0.0.1:1";

    private final Path home;

    public AotTraining(Path home) {
        this.home = home;
    }

    /** Makes all caches at once; a service that does not get that far has none. */
    public void run() throws InterruptedException {
        Together.run(Stream.concat(
                        Stream.of((Together.Task) () -> EmbeddedKafka.train(new ClacksHome(home))),
                        Stream.of(Service.values()).map(service -> () -> train(service)))
                .toArray(Together.Task[]::new));
    }

    private void train(Service service) throws IOException, InterruptedException {
        AotCache cache = service.aotCache(home);
        Path target = service.target(home);
        int adminPort = Ports.free();
        var process = new ServiceProcess(
                service.module(),
                service.trainingCommand(home),
                environment(adminPort),
                URI.create("http://127.0.0.1:" + adminPort),
                target,
                target.resolve("aot-training.log"));
        try {
            process.start();
            if (answers(process) && process.process().stop("TERM", WRITE_LIMIT)) {
                cache.accept();
            }
        } finally {
            process.kill();
            cache.discard();
        }
    }

    private static Map<String, String> environment(int adminPort) {
        return Map.of(
                "DATABASE_URL",
                "postgresql://nobody:nothing@" + NOBODY + "/clacks",
                "KAFKA_BOOTSTRAP_SERVERS",
                NOBODY,
                "S3_ENDPOINT",
                "http://" + NOBODY,
                "S3_BUCKET",
                "none",
                "AWS_ACCESS_KEY_ID",
                "nobody",
                "AWS_SECRET_ACCESS_KEY",
                "nothing",
                "HOST",
                "127.0.0.1",
                "PORT",
                Integer.toString(Ports.free()),
                "ADMIN_PORT",
                Integer.toString(adminPort));
    }

    /** Any answer will do: it is not ready, nor can it be. */
    private static boolean answers(ServiceProcess process) throws InterruptedException {
        long deadline = System.nanoTime() + ANSWER_LIMIT.toNanos();
        while (System.nanoTime() < deadline && process.process().isAlive()) {
            try {
                for (String path : List.of("/health", "/ready", "/metrics")) {
                    var connection = (HttpURLConnection)
                            process.adminUrl().resolve(path).toURL().openConnection();
                    connection.getResponseCode();
                    connection.disconnect();
                }
                return true;
            } catch (IOException e) {
                Thread.sleep(100);
            }
        }
        return false;
    }
}
