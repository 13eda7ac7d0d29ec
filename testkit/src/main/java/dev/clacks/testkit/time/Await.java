package dev.clacks.testkit.time;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Waits for something observable to become as expected, and prints how long it took: the figures are read by people, and no
 * test depends on them.
 */
public final class Await {
    /** Long enough for every recovery that the project promises, on a machine that is ten times slower than it should be. */
    public static final Duration LIMIT = Duration.ofMinutes(3);

    private static final long PAUSE_MILLIS = 20;
    private static final PrintStream OUT = System.out;

    private Await() {}

    /** A look at the world. What it throws counts as "not yet" and is the cause of the failure if that stays so. */
    public interface Observation<T extends @Nullable Object> {
        T look() throws Exception;
    }

    /**
     * Looks until the value is as expected, for at most {@link #LIMIT}.
     *
     * @param what names the observed thing in messages, such as {@code "rows in events"}
     * @return the value
     * @throws AssertionError when the time is over; the message holds the last value
     */
    public static <T extends @Nullable Object> T until(
            String what, Observation<T> observation, Predicate<? super T> expected) {
        return until(what, LIMIT, observation, expected);
    }

    /** Looks until the value equals the expected one, for at most {@link #LIMIT}. */
    public static <T> T untilEqual(String what, T expected, Observation<? extends T> observation) {
        return until(what + " to be " + expected, LIMIT, observation::look, value -> Objects.equals(value, expected));
    }

    /** Looks until the condition holds, for at most {@link #LIMIT}. */
    public static void untilTrue(String what, Observation<Boolean> condition) {
        until(what, LIMIT, condition, holds -> holds);
    }

    /** Looks until the value is as expected, for at most the given time. */
    public static <T extends @Nullable Object> T until(
            String what, Duration limit, Observation<T> observation, Predicate<? super T> expected) {
        long begun = System.nanoTime();
        String last;
        Exception failure;
        do {
            try {
                T value = observation.look();
                if (expected.test(value)) {
                    OUT.printf("awaited %s: %d ms%n", what, millisSince(begun));
                    return value;
                }
                last = "the last value was " + value;
                failure = null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for " + what, e);
            } catch (Exception e) {
                last = "the last look ended with " + e;
                failure = e;
            }
            pause(what);
        } while (System.nanoTime() - begun < limit.toNanos());
        throw new AssertionError("Waited %d ms for %s; %s".formatted(millisSince(begun), what, last), failure);
    }

    private static long millisSince(long begun) {
        return (System.nanoTime() - begun) / 1_000_000;
    }

    private static void pause(String what) {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for " + what, e);
        }
    }
}
