package dev.clacks.testkit.fault;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Where the bytes of all connections of a proxy have to pass: open, closed, or narrow. Thread-safe. */
final class Gate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private boolean open = true;
    private volatile int bytesPerSecond;

    void close() {
        lock.lock();
        try {
            open = false;
        } finally {
            lock.unlock();
        }
    }

    void open() {
        lock.lock();
        try {
            open = true;
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void limit(int limit) {
        bytesPerSecond = limit;
    }

    /** Waits until so many bytes may pass. */
    void pass(int bytes) throws InterruptedException {
        int limit = bytesPerSecond;
        if (limit > 0) {
            TimeUnit.NANOSECONDS.sleep(bytes * 1_000_000_000L / limit);
        }
        lock.lockInterruptibly();
        try {
            while (!open) {
                opened.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
