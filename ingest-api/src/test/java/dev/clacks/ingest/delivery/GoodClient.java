package dev.clacks.ingest.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.Wire;
import dev.clacks.testkit.time.Await;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends one small batch after another while others attack; whatever is not a 200 it keeps. */
final class GoodClient implements AutoCloseable {

    private final Door door;
    private final AtomicInteger served = new AtomicInteger();
    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    private GoodClient(Door door) {
        this.door = door;
        this.thread = Thread.ofPlatform().name("good-client").unstarted(this::run);
    }

    static GoodClient of(Door door) {
        var client = new GoodClient(door);
        client.thread.start();
        return client;
    }

    /** Waits until so many more batches were served. */
    void awaitServed(int more) {
        int before = served.get();
        Await.untilTrue(more + " more batches of another client", () -> served.get() >= before + more);
    }

    private void run() {
        try (Wire wire = door.wire()) {
            while (!closed) {
                Reply reply =
                        wire.send(door.fresh(Dialect.DOCUMENTED, 5).bytes()).read();
                if (reply.status() == 200) {
                    served.incrementAndGet();
                } else {
                    troubles.add(reply.toString());
                }
            }
        } catch (IOException e) {
            troubles.add(e.toString());
        }
    }

    /** Ends it; fails where it was not served all along. */
    @Override
    public void close() {
        closed = true;
        boolean ended = false;
        try {
            thread.join();
            ended = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        System.out.printf("another client was served %d batches meanwhile%n", served.get());
        assertThat(ended).isTrue();
        assertThat(troubles).isEmpty();
    }
}
