package dev.clacks.ingest.stats;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/** Places of which no organisation holds more than its share. Thread-safe. */
final class SharedPlaces {

    private final int places;
    private final int share;
    private final Map<String, Integer> held = new HashMap<>();
    private int taken;

    /** @param share most that one organisation holds at once */
    SharedPlaces(int places, int share) {
        this.places = places;
        this.share = share;
    }

    /** All are taken, or all that one organisation may have. */
    static final class NoPlaceException extends RejectedExecutionException {
        private static final long serialVersionUID = 1L;

        private final boolean own;

        private NoPlaceException(boolean own) {
            super(own ? "the organisation has its share" : "all places are taken");
            this.own = own;
        }

        /** Whether it is the organisation's own doing. */
        boolean own() {
            return own;
        }
    }

    /** Takes one for an organisation; whoever does must give it back. */
    synchronized void take(String organisation) {
        int mine = held.getOrDefault(organisation, 0);
        if (mine >= share) {
            throw new NoPlaceException(true);
        }
        if (taken == places) {
            throw new NoPlaceException(false);
        }
        held.put(organisation, mine + 1);
        taken++;
    }

    synchronized void release(String organisation) {
        held.computeIfPresent(organisation, (_, mine) -> mine == 1 ? null : mine - 1);
        taken--;
    }

    /** A quarter of so many, and one at least. */
    static int quarter(int all) {
        return Math.max(1, all / 4);
    }
}
