package dev.clacks.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.app.UserErrorException;
import dev.clacks.testkit.embedded.Ports;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ServicePortsIT {

    private static final int PIPELINES = 150;

    @Test
    void of_many_pipelines_no_two_share_one_and_nobody_else_is_given_one() {
        var given = new HashSet<Integer>();
        for (int i = 0; i < PIPELINES; i++) {
            var ports = ServicePorts.free(2);
            given.addAll(List.of(
                    ports.door(),
                    ports.doorAdmin(),
                    ports.archiverAdmin(),
                    ports.writerAdmin(0),
                    ports.writerAdmin(1)));
        }

        assertThat(given).hasSize(5 * PIPELINES);
        assertThat(IntStream.range(0, 1_000).mapToObj(i -> Ports.free())).doesNotContainAnyElementsOf(given);
    }

    @Test
    void where_somebody_listens_a_pipeline_does_not_begin() throws Exception {
        var ports = ServicePorts.free(2);
        try (var _ = new ServerSocket(ports.writerAdmin(1), 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(ports::reserve)
                    .isInstanceOf(UserErrorException.class)
                    .hasMessageContaining(Integer.toString(ports.writerAdmin(1)));
        }

        ports.reserve();
    }
}
