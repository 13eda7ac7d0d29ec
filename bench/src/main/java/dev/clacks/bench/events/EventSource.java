package dev.clacks.bench.events;

import dev.clacks.testkit.events.TestEvent;
import dev.clacks.testkit.events.TestEvents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Makes events like the SDKs', with timestamps spread evenly over a span that ends now. For one thread. */
public final class EventSource {

    private final TestEvents events;
    private final SplittableRandom random;
    private final InstantSource clock;
    private final Duration span;

    /**
     * A source.
     *
     * @param seed the same seed gives the same events but for their times
     * @param span how far back timestamps reach; zero for events of the last seconds
     */
    public EventSource(long seed, InstantSource clock, Duration span) {
        this.events = new TestEvents(seed, clock);
        this.random = new SplittableRandom(seed);
        this.clock = clock;
        this.span = span;
    }

    /** So many events, each with an id of its own. */
    public List<TestEvent> next(int count) {
        var batch = new ArrayList<TestEvent>(count);
        for (int i = 0; i < count; i++) {
            batch.add(next());
        }
        return batch;
    }

    /** One event. */
    public TestEvent next() {
        TestEvent event = events.next();
        return span.isZero() ? event : event.withTimestamp(clock.instant().minusNanos(random.nextLong(span.toNanos())));
    }
}
