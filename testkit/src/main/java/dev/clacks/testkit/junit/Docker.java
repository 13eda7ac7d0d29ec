package dev.clacks.testkit.junit;

import java.util.Map;
import org.testcontainers.DockerClientFactory;

/**
 * Whether containers can run here, and by what a run's are known. A class of its own, so that nothing else needs Testcontainers to
 * be loaded.
 */
final class Docker {
    private Docker() {}

    /** By this {@code .ci/run} finds what a killed JVM left, and nobody else's: {@code CLACKS_TEST_RUN} names a run. */
    static Map<String, String> labels() {
        return Map.of("dev.clacks.test-run", System.getenv().getOrDefault("CLACKS_TEST_RUN", "unnamed"));
    }

    static void require() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException(
                    "-Dbacking=containers was asked for, and no Docker engine answers. Start one (and see that this user may"
                            + " use it, or set DOCKER_HOST), or leave -Dbacking out to run on embedded servers.");
        }
    }
}
