package dev.clacks.ingest.tiers;

import dev.clacks.common.lifecycle.ManagedLoop;
import dev.clacks.ingest.auth.CredentialStore;
import dev.clacks.ingest.auth.Credentials;
import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.tenants.RetentionClasses;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the configured tiers with what the database holds, at the start and then now and again: organisations whose tier
 * is not configured, and retention that the table {@code retention_classes} has otherwise. It says what it finds once. One
 * turn of a {@link ManagedLoop}; the two numbers may be read by any thread.
 */
public final class TierWatch implements ManagedLoop.Turn {

    private static final Logger LOG = LoggerFactory.getLogger(TierWatch.class);

    private static final long INTERVAL_MILLIS = 5_000;
    private static final long SOON_MILLIS = 500;

    private final Tiers tiers;
    private final CredentialStore credentials;
    private final RetentionClasses classes;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Set<String> told = new HashSet<>();
    private List<RetentionDifference> differences = List.of();
    private volatile int unconfigured;
    private volatile int retentionDifferences;

    public TierWatch(Tiers tiers, CredentialStore credentials, RetentionClasses classes) {
        this.tiers = tiers;
        this.credentials = credentials;
        this.classes = classes;
    }

    /** How many tiers organisations have that are not configured. */
    public int unconfigured() {
        return unconfigured;
    }

    /** For how many tiers the table says another retention than the configuration. */
    public int retentionDifferences() {
        return retentionDifferences;
    }

    @Override
    public void take() throws InterruptedException {
        Credentials known = credentials.current();
        boolean looked = known != null;
        if (known != null) {
            findUnconfigured(known);
            try {
                compareRetention();
            } catch (SQLException e) {
                // the store of credentials says that the database is away
                looked = false;
            }
        }
        var _ = stopping.await(looked ? INTERVAL_MILLIS : SOON_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void wakeUp() {
        stopping.countDown();
    }

    private void findUnconfigured(Credentials known) {
        var missing = new HashSet<String>();
        for (KnownApplication application : known.applications()) {
            if (!tiers.configured(application.tier())) {
                missing.add(application.tier());
            }
        }
        for (String tier : missing) {
            if (told.add(tier)) {
                LOG.warn(
                        "the tier {} is not configured: what tiers says of \"*\" holds for its organisations, such as {} requests a minute",
                        tier,
                        tiers.of(tier).limitsRequests() ? tiers.of(tier).requestsPerMinute() : "unlimited");
            }
        }
        unconfigured = missing.size();
    }

    private void compareRetention() throws SQLException {
        List<RetentionDifference> found = RetentionDifference.between(tiers, classes.read());
        if (!found.equals(differences) && !found.isEmpty()) {
            LOG.warn(
                    "the table retention_classes, which decides, differs from the configured tiers ({}): run `ingest-api tiers apply`, or change tiers",
                    found);
        }
        differences = found;
        retentionDifferences = found.size();
    }
}
