package dev.clacks.common.app;

/** One question about a process's state, asked by the probe endpoints. Thread-safe and quick: it looks, it does not try. */
@FunctionalInterface
public interface Probe {

    /** How it stands now. */
    Outcome ask();

    /**
     * An answer.
     *
     * @param ok whether all is well
     * @param detail what a person should know, without secrets
     */
    record Outcome(boolean ok, String detail) {
        public static final Outcome OK = new Outcome(true, "ok");

        public static Outcome failing(String detail) {
            return new Outcome(false, detail);
        }
    }
}
