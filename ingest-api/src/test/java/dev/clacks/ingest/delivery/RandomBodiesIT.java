package dev.clacks.ingest.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.clacks.common.event.EventDecoder;
import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.RandomJson;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.Wire;
import dev.clacks.testkit.events.TestEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Random and spoilt bodies, each signed rightly: none gives a 5xx, but for a 503 where Kafka is too slow, and what lands in
 * Kafka is the client's own bytes, as many as the answers said. {@code -Dseed=N} repeats a run.
 */
final class RandomBodiesIT {

    @RegisterExtension
    static final Door DOOR = new Door();

    private static final int ROUNDS = Boolean.getBoolean("long") ? 20_000 : 1_500;

    /** Of one request: its client comes again after a 503. */
    private static final int ATTEMPTS = 10;

    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final RandomJson json = new RandomJson(random);

    /** Everything that was sent, one character for each byte, so that slices can be looked up. */
    private final List<String> bodies = new ArrayList<>();

    @Test
    void noBodyGivesA5xxAndKafkaHoldsSlicesOfWhatWasSent() throws IOException {
        System.out.println("seed " + seed);
        long accepted = 0;
        long rejected = 0;
        // what was answered 503 may be in Kafka too
        long mostAccepted = 0;
        long mostRejected = 0;
        try (Wire wire = DOOR.wire()) {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] body = body(round);
                bodies.add(new String(body, ISO_8859_1));
                Call call = DOOR.call(Dialect.DOCUMENTED, body);
                byte[] request = (random.nextInt(4) == 0 ? call.gzipped() : call).bytes();
                int attempts = 1;
                Reply reply = wire.send(request).read();
                while (reply.status() == 503 && attempts < ATTEMPTS) {
                    assertThat(reply.code()).isEqualTo("buffer_unavailable");
                    reply = wire.send(request).read();
                    attempts++;
                }
                assertThat(reply.status())
                        .as("seed %d, round %d: %s", seed, round, reply)
                        .isIn(200, 207, 400, 413);
                accepted += reply.json().path("accepted").asLong();
                rejected += reply.json().path("rejected").asLong();
                mostAccepted += attempts * reply.json().path("accepted").asLong();
                mostRejected += attempts * reply.json().path("rejected").asLong();
            }
        }
        System.out.printf("%d bodies: %d events accepted, %d rejected%n", ROUNDS, accepted, rejected);
        assertThat(accepted).isPositive();
        assertThat(rejected).isPositive();
        assertThat(DOOR.accepted().countOf(DOOR.tenant())).isBetween(accepted, mostAccepted);
        assertThat(DOOR.failed().countOf(DOOR.tenant())).isBetween(rejected, mostRejected);
        var decoder = new EventDecoder();
        for (ConsumerRecord<byte[], byte[]> record : DOOR.accepted().records()) {
            assertSent(record);
            assertThatCode(() -> decoder.decode(record.value()))
                    .as("seed %d: %s", seed, new String(record.value(), UTF_8))
                    .doesNotThrowAnyException();
        }
        DOOR.failed().records().forEach(this::assertSent);
    }

    private void assertSent(ConsumerRecord<byte[], byte[]> record) {
        String value = new String(record.value(), ISO_8859_1);
        assertThat(bodies.stream().anyMatch(body -> body.contains(value)))
                .as("seed %d: %s", seed, value)
                .isTrue();
    }

    private byte[] body(int round) {
        return switch (round % 5) {
            case 0 -> spoil(TestEvent.batch(DOOR.events(1 + random.nextInt(4))));
            case 1 -> ("{\"events\":[" + json.object() + "," + json.object() + "]}").getBytes(UTF_8);
            case 2 ->
                TestEvent.batch(List.of(
                        DOOR.event().withData(json.value()),
                        DOOR.event().withExtra("\"x\":" + json.value()),
                        DOOR.event()));
            case 3 -> withMemberReplaced().getBytes(UTF_8);
            default -> json.value().getBytes(UTF_8);
        };
    }

    /** A valid event, one of whose members has a random value instead. */
    private String withMemberReplaced() {
        List<String> members = List.of(
                "schema_version",
                "event_id",
                "timestamp",
                "name",
                "version",
                "user_id",
                "session_id",
                "os",
                "ci",
                "type");
        String member = members.get(random.nextInt(members.size()));
        String event = DOOR.event().json();
        int at = event.indexOf("\"" + member + "\":") + member.length() + 3;
        int end = at;
        boolean quoted = event.charAt(at) == '"';
        do {
            end++;
        } while (quoted ? event.charAt(end - 1) != '"' || end == at + 1 : ",}".indexOf(event.charAt(end)) < 0);
        return "{\"events\":[" + event.substring(0, at) + json.value() + event.substring(end) + ","
                + DOOR.event().json() + "]}";
    }

    /** Changes, drops, doubles, inserts or cuts bytes. */
    private byte[] spoil(byte[] whole) {
        byte[] body = whole;
        for (int times = random.nextInt(4); times > 0; times--) {
            int at = random.nextInt(body.length);
            int span = Math.min(body.length - at, 1 + random.nextInt(8));
            body = switch (random.nextInt(5)) {
                case 0 -> join(Arrays.copyOf(body, at), bytes(span), Arrays.copyOfRange(body, at + span, body.length));
                case 1 -> join(Arrays.copyOf(body, at), Arrays.copyOfRange(body, at + span, body.length));
                case 2 -> join(Arrays.copyOf(body, at + span), Arrays.copyOfRange(body, at, body.length));
                case 3 -> join(Arrays.copyOf(body, at), bytes(1), Arrays.copyOfRange(body, at, body.length));
                default -> random.nextInt(10) == 0 ? Arrays.copyOf(body, Math.max(1, at)) : body;
            };
        }
        return body;
    }

    private byte[] bytes(int count) {
        byte[] fresh = new byte[count];
        String liked = "\"\\{}[],:0e-\u0000\t ";
        for (int i = 0; i < count; i++) {
            fresh[i] = (byte) (random.nextBoolean() ? liked.charAt(random.nextInt(liked.length())) : random.nextInt());
        }
        return fresh;
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
