package dev.clacks.writer.consume;

import dev.clacks.writer.progress.LogState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a lane stands: whether it is claimed, what troubles it, and from when on it is tried again. Before each claim Kafka is
 * asked where the log stands, which takes as long as it takes. For one thread. Times are milliseconds of the steady clock.
 */
final class Standing {

    /** Where a lane stands. */
    enum Phase {
        /** Progress has not been read yet; nothing is fetched. */
        CLAIMING,
        /** Records flow. */
        RUNNING,
        /** People must look at it; tried again now and then. */
        STOPPED
    }

    private Phase phase = Phase.CLAIMING;
    private boolean logAsked;
    private @Nullable LogState log;
    private boolean claimOut;
    private long progressSeen = -1;
    private int failures;
    private long notBefore;
    private String trouble = "";

    Phase phase() {
        return phase;
    }

    boolean running() {
        return phase == Phase.RUNNING;
    }

    /** Why it stopped or waits; empty while all is well. */
    String trouble() {
        return trouble;
    }

    /** How many times in a row this lane's chunk or claim failed. */
    int failures() {
        return failures;
    }

    /** When what failed may be tried again. */
    long notBefore() {
        return notBefore;
    }

    /** Whether Kafka is to be asked where the log stands. */
    boolean wantsLog(long nowMillis) {
        return wantsClaim(nowMillis) && !logAsked && log == null;
    }

    void logAsked() {
        logAsked = true;
    }

    /** Kafka has answered. An answer that cannot be used yet would be too old by then. */
    void logStands(LogState told, long nowMillis) {
        logAsked = false;
        log = wantsClaim(nowMillis) ? told : null;
    }

    /** Kafka has not answered: asked again from {@code retryAt} on. */
    void logUnknown(String why, long retryAt) {
        logAsked = false;
        failed(why, retryAt);
    }

    /** Whether it may be claimed, once it is known where the log stands. */
    private boolean wantsClaim(long nowMillis) {
        return phase != Phase.RUNNING && !claimOut && nowMillis >= notBefore;
    }

    /** By what it is to be claimed now, if it is; its answer is then awaited. */
    Optional<LogState> takeClaim(long nowMillis) {
        if (log == null || !wantsClaim(nowMillis)) {
            return Optional.empty();
        }
        Optional<LogState> taken = Optional.of(log);
        log = null;
        claimOut = true;
        return taken;
    }

    /**
     * Progress was found behind the log's end, which Kafka had told before progress was read.
     *
     * @return whether that is so: progress stood behind this end before Kafka was asked for it
     */
    boolean truncated(long next, long end) {
        boolean certain = progressSeen > end;
        progressSeen = next;
        return certain;
    }

    /** Whether an answer to a claim is awaited. */
    boolean claiming() {
        return claimOut;
    }

    /** It is ours. */
    void claimed() {
        phase = Phase.RUNNING;
        claimOut = false;
        progressSeen = -1;
        well();
    }

    /** The claim did not come about: asked for again from {@code retryAt} on. */
    void claimFailed(String why, long retryAt) {
        claimOut = false;
        log = null;
        failed(why, retryAt);
    }

    /** It is not ours any more, and claimed again from {@code retryAt} on. */
    void lost(Phase next, String why, long retryAt) {
        phase = next;
        claimFailed(why, retryAt);
    }

    /** A chunk was not stored: it is tried again from {@code retryAt} on. */
    void failed(String why, long retryAt) {
        failures++;
        trouble = why;
        notBefore = retryAt;
    }

    /** It gets on. */
    void well() {
        failures = 0;
        trouble = "";
    }
}
