package dev.clacks.bench.write;

import dev.clacks.bench.lab.CpuTime;
import dev.clacks.bench.lab.Feed;
import dev.clacks.bench.lab.Lab;
import dev.clacks.bench.lab.LabEvents.LabEvent;
import dev.clacks.bench.lab.WriterWatch;
import dev.clacks.bench.stack.ServiceProcess;
import dev.clacks.common.kafka.KafkaSettings;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * The event-writer itself, as a process: it reads from a partition of its own, and a linger longer than any pause makes
 * its chunks full ones. Its fence, counts and whatever else its connection does are in the figure.
 */
final class WriterContender implements Contender {

    private final boolean synchronousCommit;
    private final String login;
    private final ServiceProcess process;
    private final Feed feed;
    private final WriterWatch watch;
    private long sent;
    private long forgotten;
    private long processNanos;

    WriterContender(Lab lab, boolean synchronousCommit, int rows) throws Exception {
        this.synchronousCommit = synchronousCommit;
        this.login = "writer_" + (synchronousCommit ? "on" : "off");
        KafkaSettings kafka = lab.topics("bench." + login, 1);
        lab.createLogin(login);
        this.process = lab.startWriter(
                login,
                kafka,
                Map.of(
                        "CLACKS_WRITE_LINGER", "5s",
                        "CLACKS_WRITE_CHUNK_ROWS", Integer.toString(rows),
                        "CLACKS_DATABASE_SYNCHRONOUS_COMMIT", Boolean.toString(synchronousCommit)));
        this.feed = new Feed(kafka);
        this.watch = new WriterWatch(lab.connect(), kafka);
        watch.awaitBackend(login);
    }

    @Override
    public String name() {
        return "event-writer";
    }

    @Override
    public boolean synchronousCommit() {
        return synchronousCommit;
    }

    @Override
    public long store(List<LabEvent> events) throws Exception {
        long process = CpuTime.ofProcess(this.process.process().pid());
        List<Long> backends = watch.backends(login);
        long before = watch.backendNanos(login);
        feed.send(0, events);
        sent += events.size();
        watch.await(sent);
        if (!backends.equals(watch.backends(login)) || backends.isEmpty()) {
            throw new IllegalStateException("the writer has changed its connection: its log says why");
        }
        long used = watch.backendNanos(login) - before;
        processNanos += CpuTime.ofProcess(this.process.process().pid()) - process;
        return used;
    }

    /** Forgets what the process has used so far: it was warming up. */
    void forget() {
        forgotten = sent;
        processNanos = 0;
    }

    /** CPU time that the process itself used for each row, in nanoseconds. */
    double processNanosPerRow() {
        return (double) processNanos / (sent - forgotten);
    }

    @Override
    public void close() throws SQLException {
        feed.close();
        watch.close();
    }
}
