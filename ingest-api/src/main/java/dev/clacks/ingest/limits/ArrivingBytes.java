package dev.clacks.ingest.limits;

import dev.clacks.ingest.limits.ClientAddresses.Client;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.LongPredicate;

/** How many bytes the bodies that still arrive hold, by the address that sends them. Thread-safe; remembers nobody who has none. */
final class ArrivingBytes {

    private final ConcurrentMap<Client, Long> held = new ConcurrentHashMap<>();

    /** Adds to what a client holds where {@code takes} agrees to the sum; whether it did. */
    boolean add(Client client, long more, LongPredicate takes) {
        var taken = new boolean[1];
        held.compute(client, (_, before) -> {
            long sum = (before == null ? 0 : before) + more;
            taken[0] = takes.test(sum);
            return taken[0] ? Long.valueOf(sum) : before;
        });
        return taken[0];
    }

    /** Gives back what was added. */
    void subtract(Client client, long less) {
        held.computeIfPresent(client, (_, before) -> before > less ? Long.valueOf(before - less) : null);
    }
}
