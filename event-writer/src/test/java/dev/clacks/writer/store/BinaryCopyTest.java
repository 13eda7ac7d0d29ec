package dev.clacks.writer.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.event.TelemetryEvent;
import dev.clacks.writer.chunk.EventRow;
import dev.clacks.writer.chunk.TestRecords;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The format is that of PostgreSQL's manual, read back here by hand; that PostgreSQL takes it is ChunkStoreIT's. */
class BinaryCopyTest {

    private static final long MICROS_OF_2000 = 946_684_800_000_000L;

    private final BinaryCopy copy = new BinaryCopy();

    @Test
    void everyFieldHasItsLengthAndItsBytes() {
        List<byte @Nullable []> fields = rows(copy.encode(TestRecords.SOURCE, List.of(row("grüße", true, "{\"a\":1}"))))
                .getFirst();

        assertThat(fields).hasSize(BinaryCopy.COLUMNS.split(",").length);
        assertThat(ByteBuffer.wrap(present(fields.get(0))).getLong()).isEqualTo(1);
        assertThat(ByteBuffer.wrap(present(fields.get(1))).getLong()).isEqualTo(-MICROS_OF_2000 + 7);
        assertThat(ByteBuffer.wrap(present(fields.get(2))).getLong()).isEqualTo(-MICROS_OF_2000 + 5_000);
        assertThat(ByteBuffer.wrap(present(fields.get(3))).getLong()).isEqualTo(42);
        assertThat(ByteBuffer.wrap(present(fields.get(4))).getInt()).isEqualTo(3);
        assertThat(ByteBuffer.wrap(present(fields.get(5))).getInt()).isEqualTo(90);
        assertThat(present(fields.get(7))).containsExactly(1);
        assertThat(present(fields.get(10))).isEqualTo("grüße".getBytes(UTF_8));
        assertThat(present(fields.get(24))).isEqualTo("\u0001{}".getBytes(UTF_8));
        assertThat(present(fields.get(25))).isEqualTo("\u0001{\"a\":1}".getBytes(UTF_8));
    }

    @Test
    void whatIsAbsentIsNull() {
        var fields = rows(copy.encode(TestRecords.SOURCE, List.of(row("u", null, null))))
                .getFirst();

        assertThat(fields.get(7)).isNull();
        assertThat(fields.get(11)).isNull();
        assertThat(fields.get(25)).isNull();
    }

    @Test
    void theBufferGrowsAndIsUsedAgain() {
        var many = new ArrayList<PlacedRow>();
        for (int i = 0; i < 500; i++) {
            many.add(row("u".repeat(4_000), false, null));
        }
        assertThat(rows(copy.encode(TestRecords.SOURCE, many))).hasSize(500);

        assertThat(rows(copy.encode(TestRecords.SOURCE, List.of(row("u", false, null)))))
                .hasSize(1);
    }

    private static PlacedRow row(String user, @Nullable Boolean ci, @Nullable String extra) {
        var event = new TelemetryEvent(
                new UUID(1, 2),
                7,
                user,
                null,
                "type",
                null,
                "{}",
                "s",
                "1",
                null,
                null,
                null,
                null,
                null,
                ci,
                null,
                null,
                "1.0.0",
                extra);
        return PlacedRow.of(new EventRow(42, 5, "org", "app", event, new byte[0]), 90);
    }

    private static byte[] present(byte @Nullable [] field) {
        assertThat(field).isNotNull();
        return field == null ? new byte[0] : field;
    }

    private static List<List<byte @Nullable []>> rows(ByteBuffer stream) {
        byte[] head = new byte[19];
        stream.get(head);
        assertThat(head).startsWith("PGCOPY\n".getBytes(UTF_8));
        var rows = new ArrayList<List<byte @Nullable []>>();
        for (int columns = stream.getShort(); columns >= 0; columns = stream.getShort()) {
            var row = new ArrayList<byte @Nullable []>();
            for (int i = 0; i < columns; i++) {
                int length = stream.getInt();
                byte @Nullable [] field = length < 0 ? null : new byte[length];
                if (field != null) {
                    stream.get(field);
                }
                row.add(field);
            }
            rows.add(row);
        }
        assertThat(stream.hasRemaining()).isFalse();
        return rows;
    }
}
