package dev.clacks.ingest.server;

import dev.clacks.common.app.Probe;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * What comes between SIGTERM and the end of the ports: for a while readiness is off and everything is still served, each
 * answer asking its client to leave the connection. Whoever balances the load looks elsewhere meanwhile, and no client is
 * left with a connection that ends under its next request. Thread-safe.
 */
final class Drain implements LifeCycle.Listener {

    private final Duration period;
    private volatile boolean started;
    private volatile boolean begun;

    Drain(Duration period) {
        this.period = period;
    }

    boolean begun() {
        return begun;
    }

    /** For readiness. */
    Probe.Outcome ask() {
        return begun ? Probe.Outcome.failing("it is being stopped") : Probe.Outcome.OK;
    }

    @Override
    public void lifeCycleStarted(LifeCycle server) {
        started = true;
    }

    /** Called by whoever stops the server, before anything is closed: the wait here holds up the rest. */
    @Override
    public void lifeCycleStopping(LifeCycle server) {
        begun = true;
        if (started) {
            try {
                TimeUnit.NANOSECONDS.sleep(period.toNanos());
            } catch (InterruptedException e) {
                // whoever stops it wants no more waiting
                Thread.currentThread().interrupt();
            }
        }
    }
}
