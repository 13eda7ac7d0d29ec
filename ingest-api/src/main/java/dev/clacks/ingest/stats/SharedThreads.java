package dev.clacks.ingest.stats;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A few threads that organisations share: what one organisation wants at once is done on a quarter of them, one at least, however
 * long it takes, and what others want goes past it. Thread-safe.
 */
final class SharedThreads implements AutoCloseable {

    private record Task(String organisation, Runnable work) {}

    private final int threads;
    private final SharedPlaces places;
    private final ExecutorService executor;
    private final List<Task> waiting = new ArrayList<>();
    private final Map<String, Integer> running = new HashMap<>();
    private int busy;

    /**
     * Starts none before there is work.
     *
     * @param name of the threads
     * @param queue tasks that may wait for a thread
     */
    SharedThreads(String name, int threads, int queue) {
        this.threads = threads;
        this.places = new SharedPlaces(threads + queue, SharedPlaces.quarter(threads + queue));
        this.executor = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name(name, 0).factory());
    }

    /**
     * Does something for an organisation as soon as it can.
     *
     * @throws SharedPlaces.NoPlaceException where too much waits already
     */
    void execute(String organisation, Runnable work) {
        places.take(organisation);
        synchronized (this) {
            waiting.add(new Task(organisation, work));
            startWaiting();
        }
    }

    /** In the order in which they came, but for those whose organisations have their share of threads. */
    private void startWaiting() {
        var tasks = waiting.iterator();
        while (tasks.hasNext() && busy < threads && !executor.isShutdown()) {
            Task task = tasks.next();
            if (running.getOrDefault(task.organisation, 0) < SharedPlaces.quarter(threads)) {
                tasks.remove();
                busy++;
                running.merge(task.organisation, 1, Integer::sum);
                executor.execute(() -> run(task));
            }
        }
    }

    private void run(Task task) {
        try {
            task.work.run();
        } finally {
            places.release(task.organisation);
            synchronized (this) {
                busy--;
                running.computeIfPresent(task.organisation, (_, mine) -> mine == 1 ? null : mine - 1);
                startWaiting();
            }
        }
    }

    @Override
    public synchronized void close() {
        executor.shutdownNow();
    }
}
