package dev.clacks.bench.load;

import dev.clacks.bench.client.Answer;
import dev.clacks.bench.client.IngestClient;
import dev.clacks.bench.events.Batch;
import dev.clacks.bench.events.EventSource;
import dev.clacks.testkit.events.TestEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Sends generated batches over several connections. A batch that got no answer, or one worth retrying, is sent again as it
 * was until it is acknowledged: that is what the SDKs do, and uniqueness by id makes it safe.
 */
public final class Load {

    private static final long RETRY_MILLIS = 200;
    private static final long PROGRESS_MILLIS = 100;

    private final IngestClient client;
    private final LoadPlan plan;
    private final InstantSource clock;
    private final Duration span;
    private final Consumer<List<TestEvent>> acknowledged;
    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong events = new AtomicLong();
    private final Latencies latencies = new Latencies();
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private volatile boolean stopping;

    /**
     * A load that has not begun.
     *
     * @param span how far back the events' timestamps reach
     * @param acknowledged told of each batch that was answered 200, from the senders' threads
     */
    public Load(
            IngestClient client,
            LoadPlan plan,
            InstantSource clock,
            Duration span,
            Consumer<List<TestEvent>> acknowledged) {
        this.client = client;
        this.plan = plan;
        this.clock = clock;
        this.span = span;
        this.acknowledged = acknowledged;
    }

    /** Sends until all batches are acknowledged or {@link #stop} is called; tells the progress ten times a second. */
    public LoadResult run(Consumer<Long> progress) throws InterruptedException {
        long start = System.nanoTime();
        var senders = new ArrayList<Thread>();
        for (int i = 0; i < plan.connections(); i++) {
            long seed = plan.seed() + i;
            senders.add(Thread.ofPlatform().name("sender-" + i).start(() -> send(start, seed)));
        }
        for (Thread sender : senders) {
            while (!sender.join(Duration.ofMillis(PROGRESS_MILLIS))) {
                progress.accept(events.get());
            }
        }
        progress.accept(events.get());
        return new LoadResult(
                latencies.count(),
                events.get(),
                Duration.ofNanos(System.nanoTime() - start),
                latencies.summary(),
                counts());
    }

    /** Ends the load after the requests that are under way. */
    public void stop() {
        stopping = true;
    }

    /** Events acknowledged so far. */
    public long acknowledgedEvents() {
        return events.get();
    }

    private void send(long start, long seed) {
        var source = new EventSource(seed, clock, span);
        try {
            int number = next.getAndIncrement();
            while (number < plan.batches() && !stopping) {
                pace(start, number);
                List<TestEvent> batch = source.next(plan.size());
                if (sendUntilAcknowledged(
                        Batch.of(batch.stream().map(TestEvent::bytes).toList()))) {
                    events.addAndGet(batch.size());
                    acknowledged.accept(batch);
                }
                number = next.getAndIncrement();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean sendUntilAcknowledged(Batch batch) throws InterruptedException {
        while (true) {
            String outcome;
            boolean again;
            try {
                Answer answer = client.send(batch.body(), batch.events());
                outcome = Integer.toString(answer.status());
                if (answer.success()) {
                    latencies.add(answer.took());
                    count(outcome);
                    return true;
                }
                again = answer.worthRetrying();
            } catch (IOException e) {
                outcome = "no answer";
                again = true;
            }
            count(outcome);
            if (!again || stopping) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
        }
    }

    private void pace(long start, int number) throws InterruptedException {
        if (plan.batchesPerSecond() > 0) {
            long due = start + (long) (number / plan.batchesPerSecond() * 1e9);
            TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
        }
    }

    private synchronized void count(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    private synchronized Map<String, Integer> counts() {
        return new TreeMap<>(outcomes);
    }
}
