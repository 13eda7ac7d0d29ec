package dev.clacks.writer.replay;

import dev.clacks.common.retry.Backoff;
import dev.clacks.writer.store.DatabaseSession;
import dev.clacks.writer.store.SqlFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Tries again what the infrastructure refused, for some minutes: then the replay ends, to be resumed. Between
 * attempts it ends when its thread is interrupted. For one thread.
 */
final class Patience {

    /** What an attempt returns that needs no other. */
    static final String DONE = "";

    private final Backoff backoff;
    private final Duration longest;
    private final InstantSource clock;

    /** One attempt: {@link #DONE}, or why another one is needed. */
    @FunctionalInterface
    interface Attempt {
        String run() throws ReplayStoppedException;
    }

    /** Asks or changes something in a transaction of its own; may be asked twice. */
    @FunctionalInterface
    interface Query<T> {
        T of(Connection connection) throws SQLException;
    }

    Patience(Backoff backoff, Duration longest, InstantSource clock) {
        this.backoff = backoff;
        this.longest = longest;
        this.clock = clock;
    }

    void untilDone(Attempt attempt) throws ReplayStoppedException, InterruptedException {
        long givenUpAt = clock.millis() + longest.toMillis();
        for (int failures = 1; ; failures++) {
            if (Thread.interrupted()) {
                throw new InterruptedException("before an attempt");
            }
            String why = attempt.run();
            if (why.equals(DONE)) {
                return;
            }
            if (clock.millis() >= givenUpAt) {
                throw ReplayStoppedException.failed(why);
            }
            TimeUnit.MILLISECONDS.sleep(
                    backoff.delay(failures, RandomGenerator.getDefault()).toMillis());
        }
    }

    <T> T query(DatabaseSession session, Query<T> query) throws ReplayStoppedException, InterruptedException {
        var answers = new java.util.ArrayList<T>(1);
        untilDone(() -> {
            try {
                answers.add(query.of(session.connection()));
                return DONE;
            } catch (SQLException e) {
                session.discard();
                SqlFault fault = SqlFault.of(e);
                if (fault.kind() == SqlFault.Kind.BROKEN || fault.kind() == SqlFault.Kind.RECORD) {
                    throw ReplayStoppedException.failed(fault.summary());
                }
                return fault.summary();
            }
        });
        return answers.getFirst();
    }
}
