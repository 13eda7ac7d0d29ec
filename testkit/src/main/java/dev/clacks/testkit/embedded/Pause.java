package dev.clacks.testkit.embedded;

/** The short pause between two looks at something that takes its time. */
final class Pause {
    private static final long MILLIS = 20;

    private Pause() {}

    /** Pauses; when the thread is interrupted, returns at once and leaves it interrupted. */
    static void briefly() {
        try {
            Thread.sleep(MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
