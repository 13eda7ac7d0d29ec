package dev.clacks.common.admin;

import dev.clacks.common.app.UserErrorException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times that people ask for. */
public final class AskedTime {

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    private AskedTime() {}

    /**
     * Refuses a time at which nothing can have been received: some of these are none to PostgreSQL, or none in milliseconds.
     *
     * @param name what the asker calls it
     * @param time null where it was not asked for
     */
    public static void check(String name, @Nullable Instant time) {
        if (time != null && (time.isBefore(EARLIEST) || time.isAfter(LATEST))) {
            throw new UserErrorException(name + " lies between " + EARLIEST + " and " + LATEST);
        }
    }
}
