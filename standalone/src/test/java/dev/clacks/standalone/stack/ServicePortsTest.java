package dev.clacks.standalone.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.clacks.common.app.UserErrorException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServicePortsTest {

    @Test
    void follow_from_the_door() {
        var ports = new ServicePorts(3000, 2);

        assertThat(ports.doorAdmin()).isEqualTo(3001);
        assertThat(ports.archiverAdmin()).isEqualTo(3002);
        assertThat(ports.writerAdmin(0)).isEqualTo(3010);
        assertThat(ports.writerAdmin(1)).isEqualTo(3011);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 65_524, 65_536, Integer.MAX_VALUE})
    void refuse_what_leaves_no_room_for_all(int door) {
        assertThatThrownBy(() -> new ServicePorts(door, 2))
                .isInstanceOf(UserErrorException.class)
                .hasMessageContaining("--port");
    }
}
