package dev.clacks.testkit.junit;

import dev.clacks.testkit.embedded.ClacksHome;
import dev.clacks.testkit.embedded.EmbeddedKafka;
import dev.clacks.testkit.embedded.Ports;
import dev.clacks.testkit.embedded.ProxiedListener;
import dev.clacks.testkit.fault.FaultProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/**
 * A broker of one test class alone, for tests that kill it or break the way to it: it has a second address that leads through
 * a {@link FaultProxy}. Always a child process, whatever {@code -Dbacking} says.
 */
public final class MortalKafka implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private final Path data = Backing.dataFolder("mortal-kafka");
    private final FaultProxy proxy;
    private final EmbeddedKafka broker;
    private final Admin admin;

    /** Starts it and waits until it answers. */
    public MortalKafka() {
        int inner = Ports.free();
        this.proxy = FaultProxy.to(inner);
        this.broker = new EmbeddedKafka(
                ClacksHome.find(),
                data,
                Backing.folder().resolve("mortal-kafka.log"),
                0,
                new ProxiedListener(inner, proxy.port()));
        broker.endWithThisProcess();
        broker.start();
        broker.awaitReady(START_LIMIT);
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /** The address that is not disturbed. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** The address that leads through {@link #proxy}. */
    public String proxiedServers() {
        return "127.0.0.1:" + proxy.port();
    }

    public FaultProxy proxy() {
        return proxy;
    }

    /** A client for administration by the undisturbed address. */
    public Admin admin() {
        return admin;
    }

    /** SIGKILL, then a start; returns when it answers. */
    public void killAndRestart() {
        broker.kill();
        broker.start();
        broker.awaitReady(START_LIMIT);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
        proxy.close();
        broker.kill();
        Backing.discard(data);
    }
}
