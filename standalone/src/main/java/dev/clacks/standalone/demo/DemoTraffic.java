package dev.clacks.standalone.demo;

import dev.clacks.bench.client.Dialect;
import dev.clacks.bench.client.IngestClient;
import dev.clacks.bench.client.Target;
import dev.clacks.bench.load.Load;
import dev.clacks.bench.load.LoadPlan;
import dev.clacks.bench.load.LoadResult;
import dev.clacks.common.app.ProgressBar;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Sends the demonstration's events as the SDK does: several applications, several types, the last few days. */
public final class DemoTraffic {

    /** What is sent in all. */
    public static final int EVENTS = 10_000;

    private static final int BATCH = 100;
    private static final int CONNECTIONS = 4;

    /** Retention in this run is one day: about the older half of these days is archived. */
    private static final Duration SPAN = Duration.ofDays(4);

    private final InstantSource clock;
    private final ProgressBar bar;

    public DemoTraffic(InstantSource clock, ProgressBar bar) {
        this.clock = clock;
        this.bar = bar;
    }

    /** Sends, each application its share; how many events were acknowledged. */
    public long send(List<Target> applications) throws InterruptedException {
        long acknowledged = 0;
        int left = EVENTS / BATCH;
        for (int i = 0; i < applications.size(); i++) {
            int batches = left / (applications.size() - i);
            left -= batches;
            long before = acknowledged;
            var plan = new LoadPlan(
                    CONNECTIONS, batches, BATCH, 0, ThreadLocalRandom.current().nextLong());
            try (var client = new IngestClient(applications.get(i), Dialect.SDK, clock)) {
                LoadResult result =
                        new Load(client, plan, clock, SPAN, events -> {}).run(sent -> bar.show(before + sent));
                acknowledged += result.events();
            }
        }
        return acknowledged;
    }
}
