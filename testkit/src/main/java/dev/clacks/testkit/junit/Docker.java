package dev.clacks.testkit.junit;

import org.testcontainers.DockerClientFactory;

/** Whether containers can run here. A class of its own, so that nothing else needs Testcontainers to be loaded. */
final class Docker {
    private Docker() {}

    static void require() {
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            throw new IllegalStateException(
                    "-Dbacking=containers was asked for, and no Docker engine answers. Start one (and see that this user may"
                            + " use it, or set DOCKER_HOST), or leave -Dbacking out to run on embedded servers.");
        }
    }
}
