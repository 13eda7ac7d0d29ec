package dev.clacks.ingest.cost;

import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Tenant;
import dev.clacks.ingest.running.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Clients that keep a connection each and send one batch after the other, in laps that are begun from outside. */
final class Callers implements AutoCloseable {

    private final List<Thread> threads = new ArrayList<>();
    private final CyclicBarrier begin;
    private final CyclicBarrier end;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final AtomicLong refused = new AtomicLong();
    private final List<byte[]> bodies;
    private final Tenant tenant;
    private final InstantSource clock;
    private final int port;
    private volatile int batches;

    Callers(int connections, int port, Tenant tenant, List<byte[]> bodies, InstantSource clock) {
        this.port = port;
        this.tenant = tenant;
        this.bodies = bodies;
        this.clock = clock;
        begin = new CyclicBarrier(connections + 1);
        end = new CyclicBarrier(connections + 1);
        for (int i = 0; i < connections; i++) {
            int number = i;
            threads.add(Thread.ofPlatform().name("caller-" + i).start(() -> call(number)));
        }
    }

    List<Thread> threads() {
        return threads;
    }

    /** Sends so many batches over each connection and waits for all answers; how many were not 200. */
    long lap(int batchesEach) throws InterruptedException, BrokenBarrierException {
        batches = batchesEach;
        begin.await();
        end.await();
        return refused.getAndSet(0);
    }

    private void call(int number) {
        try (Wire wire = Wire.to(port)) {
            int next = number;
            begin.await();
            while (!closed.get()) {
                for (int i = 0; i < batches; i++) {
                    byte[] body = bodies.get(next++ % bodies.size());
                    Call call = Call.of(tenant, Dialect.SDK, body, clock.instant());
                    wire.send(call.bytes());
                    if (wire.read().status() != 200) {
                        refused.incrementAndGet();
                    }
                }
                end.await();
                begin.await();
            }
        } catch (InterruptedException | BrokenBarrierException e) {
            // the end, or another caller's failure, which that one tells
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            begin.reset();
            end.reset();
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        closed.set(true);
        threads.forEach(Thread::interrupt);
    }
}
