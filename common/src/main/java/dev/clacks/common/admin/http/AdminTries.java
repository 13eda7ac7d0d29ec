package dev.clacks.common.admin.http;

import dev.clacks.common.app.LogInterval;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells operators that somebody tries admin tokens: each try is counted, and one every ten seconds is logged with how many were
 * left out. Never the token. Thread-safe.
 */
public final class AdminTries {

    private static final Logger LOG = LoggerFactory.getLogger(AdminTries.class);

    private final Runnable counter;
    private final LogInterval interval = new LogInterval(Duration.ofSeconds(10));

    /** @param counter called for each */
    public AdminTries(Runnable counter) {
        this.counter = counter;
    }

    /**
     * Somebody sent a wrong admin token.
     *
     * @param peer the other end of the connection, perhaps a balancer
     */
    public void failed(String peer) {
        counter.run();
        long leftOut = interval.enter(System.nanoTime());
        if (leftOut >= 0) {
            LOG.warn(
                    "a wrong admin token was sent from {}{}",
                    peer,
                    leftOut == 0 ? "" : ", and " + leftOut + " others since the last line");
        }
    }
}
