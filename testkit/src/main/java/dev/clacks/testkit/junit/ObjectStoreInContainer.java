package dev.clacks.testkit.junit;

import java.io.IOException;
import java.net.URI;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;

/** S3Proxy in a container. */
final class ObjectStoreInContainer implements ObjectStoreBacking {
    private static final String IMAGE = "andrewgaul/s3proxy:latest";
    private static final int PORT = 80;

    private final GenericContainer<?> container = new GenericContainer<>(IMAGE)
            .withLabels(Docker.labels())
            .withEnv("LOG_LEVEL", "warn")
            .withEnv("S3PROXY_AUTHORIZATION", "aws-v2-or-v4")
            .withEnv("S3PROXY_IDENTITY", KEYS.accessKey())
            .withEnv("S3PROXY_CREDENTIAL", KEYS.secretKey())
            .withEnv("S3PROXY_ENDPOINT", "http://0.0.0.0:" + PORT)
            .withEnv("JCLOUDS_PROVIDER", "filesystem-nio2")
            .withEnv("JCLOUDS_FILESYSTEM_BASEDIR", "/data")
            .withExposedPorts(PORT)
            // Unsigned, so it is refused; but by the server.
            .waitingFor(Wait.forHttp("/").forStatusCode(403).withStartupTimeout(START_LIMIT));

    ObjectStoreInContainer() {
        container.start();
    }

    @Override
    public URI endpoint() {
        return URI.create("http://" + container.getHost() + ":" + container.getMappedPort(PORT));
    }

    @Override
    public void createBucket(String bucket) {
        try {
            ExecResult result = container.execInContainer("mkdir", "-p", "/data/" + bucket);
            if (result.getExitCode() != 0) {
                throw new IllegalStateException("Cannot make bucket " + bucket + ": " + result.getStderr());
            }
        } catch (IOException e) {
            throw new IllegalStateException("Cannot make bucket " + bucket, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while making bucket " + bucket, e);
        }
    }

    @Override
    public void close() {
        container.stop();
    }
}
