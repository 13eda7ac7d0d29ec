package dev.clacks.testkit.events;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A source of events like those that the SDKs send: several types, some with nested or extreme data, all valid. The same seed
 * and clock give the same events. Thread-safe.
 */
public final class TestEvents {
    private static final String USER_PREFIX = "client_";
    private static final int USERS = 200;
    private static final int SESSIONS_A_USER = 3;
    /** An event is at most this much older than the clock: what a client gathers before it sends. */
    private static final int AGE_MILLIS = 5_000;

    private static final AtomicLong NEXT_SEED =
            new AtomicLong(Long.getLong("seed", ThreadLocalRandom.current().nextLong()));
    /** The golden ratio: neighbours have little in common. */
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    private final long seed;
    private final Random random;
    private final InstantSource clock;

    public TestEvents(long seed, InstantSource clock) {
        this.seed = seed;
        this.random = new Random(seed);
        this.clock = clock;
    }

    /**
     * Events that no other run has made, nor another source of this one. Prints the seed; with {@code -Dseed} it is that of the
     * first source of a run.
     */
    public static TestEvents fresh(InstantSource clock) {
        long seed = NEXT_SEED.getAndAdd(SEED_STEP);
        System.out.println("seed of the events: " + seed);
        return new TestEvents(seed, clock);
    }

    public long seed() {
        return seed;
    }

    /** One event, up to five seconds older than the clock. */
    public synchronized TestEvent next() {
        Instant timestamp =
                clock.instant().minusMillis(random.nextInt(AGE_MILLIS)).plusNanos(random.nextInt(1_000_000));
        int user = random.nextInt(USERS);
        int session = user * SESSIONS_A_USER + random.nextInt(SESSIONS_A_USER);
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        return new TestEvent(
                nextId(),
                timestamp,
                USER_PREFIX + hex(user, 32),
                "sess_" + hex(session, 16),
                kind.type,
                kind.category,
                kind.data(random),
                "my-cli",
                "");
    }

    /** The given number of events. */
    public List<TestEvent> next(int count) {
        List<TestEvent> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(next());
        }
        return events;
    }

    /** A UUID of version 4 from the seed. */
    private UUID nextId() {
        long high = (random.nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    private static String hex(long number, int bytes) {
        byte[] digits = new byte[bytes];
        new Random(number).nextBytes(digits);
        return HexFormat.of().formatHex(digits);
    }

    /** The types that the SDK's convenience methods make, and one of a user's own. */
    private enum Kind {
        COMMAND("command_execution", "usage") {
            @Override
            String data(Random random) {
                return """
                        {"command":"build","duration_ms":%d,"exit_code":%d,"flags":["--release","--jobs=%d"],"success":%b}""".formatted(
                        random.nextInt(20_000), random.nextInt(2), 1 + random.nextInt(16), random.nextBoolean());
            }
        },
        FEATURE("feature_used", "library") {
            @Override
            String data(Random random) {
                return "{\"feature\":\"dark-mode\",\"method\":\"toggle\",\"n\":%d,\"success\":true}"
                        .formatted(random.nextInt(100));
            }
        },
        ORDER("order.placed", "custom") {
            @Override
            String data(Random random) {
                return """
                        {"amount":%d.99,"big":18446744073709551615,"empty":{},"huge":1e+300,"list":[1,[2,{"k":null}]],"neg":-0.0,\
                        "note":"gr\u00fc\u00dfe \ud83d\ude80"}""".formatted(random.nextInt(1_000));
            }
        },
        EMPTY("heartbeat", "system") {
            @Override
            String data(Random random) {
                return "null";
            }
        };

        private final String type;
        private final String category;

        Kind(String type, String category) {
            this.type = type;
            this.category = category;
        }

        abstract String data(Random random);
    }
}
