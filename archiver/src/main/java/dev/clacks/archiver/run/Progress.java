package dev.clacks.archiver.run;

/** Is told how a run gets on: a command prints it, the service logs it. */
public interface Progress {

    /** One line for people. */
    void say(String line);

    /** Rows dealt with so far in what was said last; called often. */
    default void rows(long done, long all) {}

    /** Tells nobody. */
    static Progress silent() {
        return line -> {};
    }
}
