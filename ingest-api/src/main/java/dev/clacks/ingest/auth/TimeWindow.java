package dev.clacks.ingest.auth;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How far the client's clock may be from ours: {@value #SECONDS} whole seconds, both edges in. */
public final class TimeWindow {

    public static final int SECONDS = 600;

    private TimeWindow() {}

    /** Refuses a request whose {@code X-Timestamp} is too far from {@code now}. */
    public static void check(long seconds, Instant now) throws RefusedException {
        long difference = seconds == Long.MAX_VALUE ? seconds : Math.abs(now.getEpochSecond() - seconds);
        if (difference > SECONDS) {
            throw new RefusedException(new Refusal(
                    Code.TIMESTAMP_OUT_OF_WINDOW,
                    "X-Timestamp is more than 600 seconds away from the server's time: set the clock.",
                    "server time " + now.truncatedTo(ChronoUnit.SECONDS) + ", Unix seconds " + now.getEpochSecond(),
                    0,
                    List.of()));
        }
    }
}
