package dev.clacks.ingest.cost;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * What a piece of work took of this process: all of it, collector and compiler included, but for the threads that only
 * stand in for clients.
 *
 * @param cpuNanos processor time
 * @param bytes allocated on the heap
 */
record Cost(long cpuNanos, long bytes) {

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Work that runs to its end. */
    interface Work {
        void run() throws Exception;
    }

    /** Runs the work; {@code clients} live before and after it. */
    static Cost of(List<Thread> clients, Work work) throws Exception {
        Cost before = now(clients);
        work.run();
        Cost after = now(clients);
        return new Cost(after.cpuNanos - before.cpuNanos, after.bytes - before.bytes);
    }

    private static Cost now(List<Thread> clients) {
        long cpu = PROCESS.getProcessCpuTime();
        long bytes = THREADS.getTotalThreadAllocatedBytes();
        for (Thread client : clients) {
            cpu -= THREADS.getThreadCpuTime(client.threadId());
            bytes -= THREADS.getThreadAllocatedBytes(client.threadId());
        }
        return new Cost(cpu, bytes);
    }
}
