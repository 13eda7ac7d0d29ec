package dev.clacks.writer.consume;

/**
 * Where a lane stands: whether it is claimed, what troubles it, and from when on it is tried again. For one thread. Times are
 * milliseconds since the epoch.
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
    private boolean claimOut;
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

    boolean wantsClaim(long nowMillis) {
        return phase != Phase.RUNNING && !claimOut && nowMillis >= notBefore;
    }

    void claimAsked() {
        claimOut = true;
    }

    /** Whether an answer to a claim is awaited. */
    boolean claiming() {
        return claimOut;
    }

    /** It is ours. */
    void claimed() {
        phase = Phase.RUNNING;
        claimOut = false;
        well();
    }

    /** The claim did not come about: asked for again from {@code retryAt} on. */
    void claimFailed(String why, long retryAt) {
        claimOut = false;
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
