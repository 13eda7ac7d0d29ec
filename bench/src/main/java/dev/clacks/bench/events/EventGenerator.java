package dev.clacks.bench.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Makes events of the shape and size that the SDKs send (about 690 bytes): several types, services, users and systems,
 * timestamps spread evenly over a span that ends now. The same seed gives the same events but for their times. For one
 * thread.
 */
public final class EventGenerator {

    private static final int USERS = 200;
    private static final int SESSIONS = 1_000;

    private final SplittableRandom random;
    private final long identities;
    private final InstantSource clock;
    private final Duration span;

    /**
     * A generator.
     *
     * @param span how far back timestamps reach; zero for events of this moment
     */
    public EventGenerator(long seed, InstantSource clock, Duration span) {
        this.random = new SplittableRandom(seed);
        this.identities = seed;
        this.clock = clock;
        this.span = span;
    }

    /** An event and what the outside needs to find it again. */
    @SuppressWarnings("ArrayRecordComponent") // handed on as it is, never compared
    public record Generated(UUID id, long timestampMicros, byte[] json) {}

    /** So many events. */
    public List<Generated> events(int count) {
        var events = new ArrayList<Generated>(count);
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    /** One event with a fresh id. */
    public Generated next() {
        UUID id = version4();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        long backMicros = span.isZero() ? 0 : random.nextLong(span.toNanos() / 1_000);
        Instant timestamp = now.minus(backMicros, ChronoUnit.MICROS);
        int user = random.nextInt(USERS);
        String session = hex(identities * 31 + random.nextInt(SESSIONS), 32);
        String json = """
                {"schema_version":"1.0.0","event_id":"%s","timestamp":"%s",\
                "service":{"name":"%s","version":"%s","language":"rust","language_version":"1.75.0"},\
                "user_id":"client_%s","session_id":"sess_%s",\
                "environment":{"os":"%s","arch":"%s","ci":%b,"shell":"%s"},\
                "event":%s,\
                "metadata":{"sdk_version":"telemetry-kit-rust/0.3.0","transmission_timestamp":"%s","batch_size":1,"retry_count":0}}""".formatted(
                        id,
                        timestamp,
                        oneOf("my-cli", "my-cli", "my-server", "desktop-app"),
                        oneOf("1.2.0", "1.2.1", "1.3.0", "2.0.0-rc.1"),
                        hex(identities + user, 64),
                        session,
                        oneOf("linux", "linux", "macos", "windows"),
                        oneOf("x86_64", "x86_64", "aarch64"),
                        random.nextInt(10) == 0,
                        oneOf("bash", "zsh", "fish", "pwsh"),
                        event(),
                        now);
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, timestamp);
        return new Generated(id, micros, json.getBytes(UTF_8));
    }

    private String event() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3, 4 ->
                """
                {"type":"command_execution","category":"usage","data":{"command":"%s","duration_ms":%d,"exit_code":%d,"flags":["--release"],"success":%b}}""".formatted(
                                oneOf("build", "test", "run", "deploy"),
                                random.nextInt(20_000),
                                random.nextInt(3),
                                random.nextInt(10) > 0);
            case 5, 6, 7 ->
                """
                {"type":"feature_used","category":"usage","data":{"feature":"%s","method":"%s","success":true}}""".formatted(oneOf("dark-mode", "export", "search", "plugins"), oneOf("toggle", "menu", "shortcut"));
            case 8 -> """
                {"type":"error","category":"reliability","data":{"error_type":"%s","message":"café: cannot open “file %d”","fatal":false}}""".formatted(oneOf("io", "parse", "network"), random.nextInt(100));
            default ->
                """
                {"type":"performance","data":{"operation":"%s","p50_ms":%d.%d,"samples":%d,"tags":{"cache":"%s"}}}""".formatted(
                                oneOf("startup", "render", "sync"),
                                random.nextInt(500),
                                random.nextInt(100),
                                random.nextInt(1, 1_000),
                                oneOf("hit", "miss"));
        };
    }

    private String oneOf(String... values) {
        return values[random.nextInt(values.length)];
    }

    private UUID version4() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & ~(0b11L << 62)) | (0b10L << 62);
        return new UUID(high, low);
    }

    /** As many hex digits as wanted that follow from a number. */
    private static String hex(long number, int digits) {
        var stable = new SplittableRandom(number);
        var text = new StringBuilder(digits);
        while (text.length() < digits) {
            text.append("%016x".formatted(stable.nextLong()));
        }
        return text.substring(0, digits);
    }
}
