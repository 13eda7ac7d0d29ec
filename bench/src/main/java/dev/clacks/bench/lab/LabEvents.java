package dev.clacks.bench.lab;

import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.events.TestEvents;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/**
 * What a busy door puts into Kafka: requests of 100 events, each request of another application than the one before, each
 * event with half a kilobyte of data. The same seed and clock give the same events. For one thread.
 */
public final class LabEvents {

    /** The organisation that all of them belong to. */
    public static final String ORG = "bench";

    private static final int REQUEST = 100;

    /**
     * An event and whose it is.
     *
     * @param app the application's id
     */
    public record LabEvent(String app, TestEvent event) {}

    private final TestEvents events;
    private final Random random;
    private final int applications;
    private long made;

    /** @param applications how many take turns */
    public LabEvents(long seed, InstantSource clock, int applications) {
        this.events = new TestEvents(seed, clock);
        this.random = new Random(seed);
        this.applications = applications;
    }

    /** So many events. */
    public List<LabEvent> next(int count) {
        var next = new ArrayList<LabEvent>(count);
        for (int i = 0; i < count; i++) {
            String app = "app_" + made++ / REQUEST % applications;
            next.add(new LabEvent(app, events.next().withData(data())));
        }
        return next;
    }

    /** About 500 bytes with a dozen keys, as a tool that reports one run of itself sends them. */
    private String data() {
        var noise = new byte[60];
        random.nextBytes(noise);
        String hex = HexFormat.of().formatHex(noise);
        return """
                {"command":"build","success":%b,"duration_ms":%d,"exit_code":%d,"flags":["--release","--jobs=%d","--locked"],\
                "target":"x86_64-unknown-linux-gnu","profile":{"opt_level":%d,"lto":"thin","debug":false},"cache":{"hits":%d,"misses":%d,\
                "ratio":0.%d},"project":"%s","commit":"%s","crates":%d,"warnings":%d,"peak_memory_bytes":%d,\
                "message":"finished the build of the workspace and wrote %s"}""".formatted(
                        random.nextBoolean(),
                        random.nextInt(100_000),
                        random.nextInt(2),
                        1 + random.nextInt(16),
                        random.nextInt(4),
                        random.nextInt(1_000),
                        random.nextInt(1_000),
                        100 + random.nextInt(900),
                        hex.substring(0, 16),
                        hex.substring(16, 56),
                        random.nextInt(400),
                        random.nextInt(50),
                        random.nextLong(1L << 33),
                        hex.substring(56));
    }
}
