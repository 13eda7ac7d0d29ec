package dev.clacks.bench.load;

import dev.clacks.bench.client.Dialect;
import dev.clacks.bench.client.IngestClient;
import dev.clacks.bench.events.Batch;
import dev.clacks.bench.events.EventSource;
import dev.clacks.bench.stack.Frozen;
import dev.clacks.bench.stack.RunningStack;
import dev.clacks.bench.stack.Serving;
import dev.clacks.testkit.events.TestEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Kills processes of a running pipeline and watches from outside how it comes back. For one thread. */
public final class Recovery implements AutoCloseable {

    /** Far above what is promised: a wait that long is a failure. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final long LOOK_MILLIS = 20;
    private static final int FRESH_EVENTS = 36;

    private final Path data;
    private final IngestClient client;
    private final StoredEvents stored;
    private final EventSource source;

    /** @param seed of the events that are sent; another than that of events which the pipeline has already */
    public Recovery(Path data, long seed, InstantSource clock) {
        RunningStack stack = RunningStack.read(data);
        this.data = data;
        this.client = new IngestClient(stack.target(), Dialect.SDK, clock);
        this.stored = new StoredEvents(stack.postgresUrl());
        this.source = new EventSource(seed, clock, Duration.ZERO);
    }

    /**
     * How long a recovery took, in seconds; -1 where it did not come about within five minutes.
     *
     * @param serves from the kill until the restarted process serves
     * @param queryable from then until events sent after it, to nearly every partition, can be queried
     */
    public record Outcome(double serves, double queryable) {}

    /** Kills the first process of that name and waits until all is well again. */
    public Outcome kill(String name) throws InterruptedException {
        long victim = RunningStack.read(data).pid(name);
        long killed = System.nanoTime();
        ProcessHandle.of(victim).ifPresent(ProcessHandle::destroyForcibly);
        double serves = await(killed, () -> {
            RunningStack now = RunningStack.read(data);
            return now.pid(name) != victim && new Serving(now).serves(name);
        });
        return new Outcome(serves, serves < 0 ? -1 : awaitFreshEvents());
    }

    /**
     * Has a process vanish for good, as when its host is gone: nobody starts it again, no connection ends, and only the group's
     * session timeout tells. Returns how long it took until fresh events could be queried; then the process is killed, and so
     * comes back.
     */
    public double vanish(String name) throws IOException, InterruptedException {
        RunningStack stack = RunningStack.read(data);
        long victim = stack.pid(name);
        double queryable;
        try (var frozen = Frozen.of(stack, name)) {
            queryable = awaitFreshEvents();
            frozen.kill();
        }
        await(System.nanoTime(), () -> {
            RunningStack now = RunningStack.read(data);
            return now.pid(name) != victim && new Serving(now).serves(name);
        });
        return queryable;
    }

    /** Ends every connection of our services to PostgreSQL; returns how long it took until fresh events could be queried. */
    public double breakConnections() throws SQLException, InterruptedException {
        stored.endOtherConnections();
        return awaitFreshEvents();
    }

    /**
     * Sends fresh events, each in a request of its own, so that nearly every partition gets one; each again and again until it
     * is acknowledged. Waits until all of them can be queried; seconds.
     */
    public double awaitFreshEvents() throws InterruptedException {
        long start = System.nanoTime();
        var ids = new HashSet<UUID>();
        for (int i = 0; i < FRESH_EVENTS; i++) {
            TestEvent event = source.next();
            Batch batch = Batch.of(List.of(event.bytes()));
            if (await(start, () -> acknowledged(batch)) < 0) {
                return -1;
            }
            ids.add(event.eventId());
        }
        return await(start, () -> stored.containsAll(ids));
    }

    private boolean acknowledged(Batch batch) throws InterruptedException {
        try {
            return client.send(batch.body(), batch.events()).success();
        } catch (IOException e) {
            return false;
        }
    }

    private interface Look {
        boolean isSo() throws Exception;
    }

    private static double await(long since, Look look) throws InterruptedException {
        long start = System.nanoTime();
        while (System.nanoTime() - start < LIMIT.toNanos()) {
            try {
                if (look.isSo()) {
                    return (System.nanoTime() - since) / 1e9;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                // Not yet: whatever is down answers with an error of its own kind.
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
        return -1;
    }

    @Override
    public void close() {
        client.close();
        stored.close();
    }
}
