package dev.clacks.writer.consume;

import dev.clacks.writer.chunk.RecordDecoder;
import dev.clacks.writer.progress.LogState;
import dev.clacks.writer.progress.Renewals.Renewal;
import dev.clacks.writer.progress.TopicSeen;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Decides what the store worker does next. It touches neither Kafka nor the database. For the loop's thread; times are
 * milliseconds of the steady clock.
 */
final class Dispatch {

    /** One job in the worker's hands and one ready beside it, so that it never waits for the loop. */
    private static final int OUT = 2;

    private final Lanes lanes;
    private final Pace pace;
    private final Jobs jobs;
    private final RecordDecoder decoder;
    private final DatabasePause database;
    private int out;
    private long renewedAt;
    private List<TopicSeen> topics = List.of();
    private @Nullable Throwable workerDied;

    Dispatch(Lanes lanes, Pace pace, Jobs jobs, RecordDecoder decoder, DatabasePause database) {
        this.lanes = lanes;
        this.pace = pace;
        this.jobs = jobs;
        this.decoder = decoder;
        this.database = database;
    }

    DatabasePause database() {
        return database;
    }

    /** A job was answered. */
    void answered() {
        out--;
    }

    /** Kafka has said what the topics look like. */
    void sawTopics(Collection<TopicSeen> seen) {
        topics = List.copyOf(seen);
    }

    /** Nobody is there any more to give a job to. */
    void workerDied(Throwable cause) {
        workerDied = cause;
    }

    /** Whether there is nothing to do but wait for an answer: the worker has no hand free for what is due, or a record in hand. */
    boolean saturated(long now) {
        return lanes.inHand() || (out >= OUT && lanes.dueMillis(now) <= now);
    }

    /** When a chunk can next be given to the worker; {@link Long#MAX_VALUE} while none waits. */
    long dueMillis(long now) {
        long due = lanes.dueMillis(now);
        return due == Long.MAX_VALUE ? due : Math.max(due, database.until());
    }

    /**
     * Gives the worker what is due, as far as it has a hand free.
     *
     * @throws IllegalStateException when the worker is dead: so must the loop be, for all to see
     */
    void submitDue(long now) {
        if (workerDied != null) {
            throw new IllegalStateException("the store worker has died", workerDied);
        }
        if (!database.over(now)) {
            return;
        }
        if (out < OUT) {
            claim(now);
        }
        if (out < OUT && now - renewedAt >= pace.renew().toMillis()) {
            renew(now);
        }
        while (out < OUT && !lanes.inHand()) {
            var lane = lanes.mostDue(now);
            if (lane.isEmpty()) {
                return;
            }
            submit(new Job.Write(lane.get().take(decoder)));
        }
    }

    private void claim(long now) {
        var logs = new HashMap<TopicPartition, LogState>();
        var asking = new HashMap<TopicPartition, Lane>();
        lanes.forEach((partition, lane) -> lane.standing().takeClaim(now).ifPresent(log -> {
            logs.put(partition, log);
            asking.put(partition, lane);
        }));
        if (!logs.isEmpty()) {
            submit(new Job.Claim(logs, asking));
        }
    }

    /** Ahead of chunks: else busy partitions would keep idle ones from being known to be drained. */
    private void renew(long now) {
        renewedAt = now;
        var renewals = new ArrayList<Renewal>();
        lanes.forEach((partition, lane) -> lane.renewal().ifPresent(renewals::add));
        submit(new Job.Renew(renewals, topics));
    }

    private void submit(Job job) {
        out++;
        jobs.submit(job);
    }
}
