package dev.clacks.standalone.process;

import dev.clacks.common.retry.Backoff;
import dev.clacks.standalone.data.Children;
import dev.clacks.standalone.data.Children.Child;
import dev.clacks.testkit.embedded.ChildProcess;
import dev.clacks.testkit.embedded.ServerStartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Starts parts, starts those again that die, and stops all. What was started is written down at once, so that a later run
 * can end it should this process be killed. Thread-safe.
 */
public final class Supervisor {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));

    /** A process that lived this long has not failed to start: its next death begins the back-off anew. */
    private static final Duration LIVED = Duration.ofSeconds(30);

    private static final Duration LONG = Duration.ofDays(1);
    private static final Duration READY_LIMIT = Duration.ofMinutes(4);

    private final Children children;
    private final Consumer<String> say;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Map<String, Part> started = new LinkedHashMap<>();
    private volatile Runnable changed = () -> {};

    /**
     * Nothing is started yet.
     *
     * @param say tells the user what happens, a line at a time
     */
    public Supervisor(Children children, Consumer<String> say) {
        this.children = children;
        this.say = say;
    }

    /** Starts a part and waits until it is ready. */
    public void start(Part part) throws IOException {
        long begun = System.nanoTime();
        LogFiles.begin(part.server().log());
        launch(part);
        part.server().awaitReady(READY_LIMIT);
        written(part); // PostgreSQL may have been started twice
        say.accept("%-14s ready after %.1f s".formatted(part.name(), (System.nanoTime() - begun) / 1e9));
    }

    /**
     * From now on starts again what dies.
     *
     * @param whenChanged called after each such start, with new process ids in place
     */
    public synchronized void watch(Runnable whenChanged) {
        changed = whenChanged;
        for (Part part : started.values()) {
            Thread.ofVirtual().name("watch-" + part.name()).start(() -> watch(part));
        }
    }

    /** The parts that were started, in that order. */
    public synchronized List<Part> parts() {
        return List.copyOf(started.values());
    }

    /** Not under the lock while it starts: laying out a data folder takes seconds, and others start meanwhile. */
    private void launch(Part part) {
        refuseWhenStopping(part);
        part.server().start();
        synchronized (this) {
            if (isStopping()) {
                part.server().process().kill();
            }
            refuseWhenStopping(part);
            written(part);
        }
    }

    private void refuseWhenStopping(Part part) {
        if (isStopping()) {
            throw new ServerStartException(part.name() + " is not started: everything is being stopped");
        }
    }

    private synchronized void written(Part part) {
        started.put(part.name(), part);
        var all = new ArrayList<Child>();
        for (Part each : started.values()) {
            ChildProcess process = each.server().process();
            all.add(new Child(each.name(), process.pid(), process.startedAt().toEpochMilli()));
        }
        try {
            children.write(all.reversed());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void watch(Part part) {
        int failures = 0;
        try {
            while (true) {
                ChildProcess process = part.server().process();
                long since = System.nanoTime();
                while (!process.awaitExit(LONG)) {
                    // It lives.
                }
                if (isStopping()) {
                    return;
                }
                failures = System.nanoTime() - since > LIVED.toNanos() ? 1 : failures + 1;
                Duration delay = BACKOFF.delay(failures, ThreadLocalRandom.current());
                say.accept("%s (process %d) ended with code %d: starting it again in %.1f s"
                        .formatted(part.name(), process.pid(), process.exitCode(), delay.toMillis() / 1e3));
                if (stopping.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                restart(part);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void restart(Part part) {
        long begun = System.nanoTime();
        try {
            LogFiles.goOn(part.server().log());
            launch(part);
            changed.run();
            part.server().awaitReady(READY_LIMIT);
            written(part);
            changed.run();
            say.accept("%s is ready again after %.1f s".formatted(part.name(), (System.nanoTime() - begun) / 1e9));
        } catch (ServerStartException | IOException | UncheckedIOException e) {
            if (!isStopping()) {
                say.accept(String.valueOf(e.getMessage()).lines().findFirst().orElse(part.name() + " did not start"));
            }
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /**
     * Stops everything, phase after phase; the parts of a phase at once. Nothing is left: who has not ended within its
     * phase's time is killed.
     */
    public void stop(List<StopPhase> phases) throws InterruptedException {
        synchronized (this) {
            stopping.countDown();
        }
        for (StopPhase phase : phases) {
            var stops = new ArrayList<Thread>();
            List<Part> parts = parts().stream()
                    .filter(part -> phase.services().contains(part.service()))
                    .toList();
            for (Part part : parts) {
                stops.add(Thread.ofPlatform().daemon().start(() -> part.server().stop()));
            }
            long deadline = System.nanoTime() + phase.limit().toNanos();
            for (Thread stop : stops) {
                stop.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
            }
            for (Part part : parts) {
                if (part.server().process().isAlive()) {
                    say.accept(part.name() + " did not stop in time: it is killed");
                }
                part.server().process().kill();
            }
        }
        try {
            children.write(List.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is stopped together.
     *
     * @param services by name
     * @param limit how long they may take to end by themselves
     */
    public record StopPhase(List<String> services, Duration limit) {}
}
