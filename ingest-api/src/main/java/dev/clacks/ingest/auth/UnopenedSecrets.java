package dev.clacks.ingest.auth;

import dev.clacks.common.app.Probe;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeSet;

/** What operators are told of live secrets that this door cannot open. Thread-safe. */
public final class UnopenedSecrets {

    private final CredentialStore store;
    private final InstantSource clock;
    private volatile boolean wasWell;

    public UnopenedSecrets(CredentialStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** How many there are. */
    public double count() {
        return live().size();
    }

    /**
     * Not well while a master key is missing, until it has been well once: a door that is started without a key must not take
     * requests that others can answer, and a rollout ends there. One that serves already goes on, since one tenant's secret must
     * not take the doors from all the others. A secret that was damaged is no reason, since no other door can open it either.
     */
    public Probe.Outcome ask() {
        if (wasWell || store.current() == null) {
            return Probe.Outcome.OK;
        }
        var missing = new TreeSet<String>();
        for (UnopenedSecret secret : live()) {
            if (secret.keyMissing()) {
                missing.add(secret.masterKey());
            }
        }
        wasWell = missing.isEmpty();
        return wasWell
                ? Probe.Outcome.OK
                : Probe.Outcome.failing("live secrets are encrypted under master keys that MASTER_KEY lacks: "
                        + String.join(", ", missing));
    }

    private List<UnopenedSecret> live() {
        Credentials known = store.current();
        Instant now = clock.instant();
        return known == null
                ? List.of()
                : known.unopened().stream().filter(secret -> secret.liveAt(now)).toList();
    }
}
