package dev.clacks.testkit.embedded;

import java.io.IOException;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * S3Proxy in a JVM of its own, on 127.0.0.1 only: the S3 protocol in front of a folder, signatures verified. An object is
 * a file below {@code data/objects/BUCKET} and appears whole or not at all. It survives the death of any process, but
 * nothing forces it to the disk before the answer: the death of the host can take the last objects.
 */
public final class EmbeddedS3 implements EmbeddedServer {
    private static final int PROBE_MILLIS = 30_000;
    private static final List<String> FLAGS = List.of(
            "-Xms32m",
            "-Xmx192m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:MaxDirectMemorySize=64m",
            "-Xss512k",
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.awt.headless=true");

    private final ClacksHome home;
    private final Path data;
    private final S3Keys keys;
    private final int port;
    private final Supervised supervised;

    /**
     * A server that is not started yet.
     *
     * @param data its directory, made where missing, this server's alone
     * @param log where it logs
     * @param port where it listens; 0 for the port that this directory's server used last, or a free one
     */
    public EmbeddedS3(ClacksHome home, Path data, Path log, int port, S3Keys keys) {
        this.home = home;
        this.data = data.toAbsolutePath();
        this.keys = keys;
        this.supervised = new Supervised("S3Proxy", log, "TERM");
        this.port = new RememberedPorts(this.data).choose("s3", port);
    }

    /** What clients are given as endpoint; buckets are addressed by path. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public S3Keys keys() {
        return keys;
    }

    public int port() {
        return port;
    }

    /** Makes a bucket where it is missing, whether the server runs or not. */
    public void createBucket(String bucket) {
        try {
            Files.createDirectories(objects().resolve(bucket));
        } catch (IOException e) {
            throw new ServerStartException("Cannot make bucket " + bucket + " in " + objects() + ": " + e, e);
        }
    }

    private Path objects() {
        return data.resolve("objects");
    }

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public void start() {
        supervised.refuseWhenRunning();
        String classPath = home.classPath("embedded-s3");
        try {
            Files.createDirectories(objects());
            Path properties = writeProperties();
            List<String> flags = new ArrayList<>(FLAGS);
            flags.add("-Dlogback.configurationFile=" + Resources.copy("s3-logback.xml", data));
            supervised.start(
                    JavaCommand.of(flags, classPath, "org.gaul.s3proxy.Main", "--properties", properties.toString()),
                    Map.of(),
                    data);
        } catch (IOException e) {
            throw new ServerStartException("Cannot prepare S3Proxy in " + data + ": " + e, e);
        }
    }

    private Path writeProperties() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("s3proxy.authorization", "aws-v2-or-v4");
        properties.setProperty("s3proxy.endpoint", endpoint().toString());
        properties.setProperty("s3proxy.identity", keys.accessKey());
        properties.setProperty("s3proxy.credential", keys.secretKey());
        properties.setProperty("jclouds.provider", "filesystem-nio2");
        properties.setProperty("jclouds.filesystem.basedir", objects().toString());
        // The folder asks for no keys, the proxy wants some.
        properties.setProperty("jclouds.identity", "unused");
        properties.setProperty("jclouds.credential", "unused");
        Path file = data.resolve("s3proxy.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, "written at every start");
        }
        return file;
    }

    /** Waits until the server answers an HTTP request; unsigned, so the answer is a refusal. */
    @Override
    public void awaitReady(Duration limit) {
        supervised.awaitReady(limit, () -> Ports.answers(port) && answersRequests());
    }

    private boolean answersRequests() throws IOException {
        HttpURLConnection connection = (HttpURLConnection) endpoint().toURL().openConnection();
        connection.setConnectTimeout(PROBE_MILLIS);
        connection.setReadTimeout(PROBE_MILLIS);
        try {
            return connection.getResponseCode() > 0;
        } finally {
            connection.disconnect();
        }
    }

    @Override
    public Supervised supervised() {
        return supervised;
    }
}
