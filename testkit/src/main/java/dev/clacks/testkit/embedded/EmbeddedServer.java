package dev.clacks.testkit.embedded;

import java.nio.file.Path;
import java.time.Duration;

/**
 * A server in a child process. Its data and its ports outlive the process: after {@link #stop} or {@link #kill} a
 * {@link #start} goes on with both. All methods may be called from any thread.
 */
public interface EmbeddedServer extends AutoCloseable {

    /** One word for messages and file names: {@code kafka}, {@code postgres}, {@code s3}. */
    String name();

    /**
     * Starts the process and returns at once, before it serves; the first start lays out the data directory.
     *
     * @throws ServerStartException if it cannot be started, or if it runs already
     */
    void start();

    /**
     * Waits until the server answers a request of its own protocol.
     *
     * @throws ServerStartException if it does not within the given time, or if the process ends before; the message
     *     holds the last lines of the log
     */
    void awaitReady(Duration limit);

    /** Its process, and all that is the same for every server. */
    Supervised supervised();

    /** Ends the process in an orderly way; after a bounded time (20 s) by force. Does nothing where none runs. */
    default void stop() {
        supervised().stop();
    }

    /** Ends the process and its descendants with SIGKILL and waits until they are gone, also where somebody waits in {@link #stop}. */
    default void kill() {
        supervised().kill();
    }

    /**
     * The process of the last start.
     *
     * @throws IllegalStateException before the first start
     */
    default ChildProcess process() {
        return supervised().process();
    }

    /** Where the process writes its standard output and error, appended over restarts. */
    default Path log() {
        return supervised().log();
    }

    /** Has the process killed when this JVM ends, however it ends, by SIGKILL too. Call it before {@link #start}. */
    default void endWithThisProcess() {
        supervised().endWithThisProcess();
    }

    @Override
    default void close() {
        stop();
    }
}
