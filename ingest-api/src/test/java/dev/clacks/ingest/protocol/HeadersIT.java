package dev.clacks.ingest.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import java.io.IOException;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class HeadersIT {
    @RegisterExtension
    static final Door DOOR = new Door();

    @ParameterizedTest
    @EnumSource
    void aGoodBatchIsAccepted(Dialect dialect) throws IOException {
        var reply = DOOR.send(DOOR.fresh(dialect, 3));
        assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    }
}
