package dev.clacks.ingest.usage;

import dev.clacks.common.lifecycle.ManagedLoop;
import dev.clacks.ingest.auth.CredentialStore;
import dev.clacks.ingest.auth.Credentials;
import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.metrics.IngestMetrics;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link QuotaBook} up to date and warns of quotas that are nearly or wholly used. However much there is to sum, it
 * rests nineteen times as long as the reading took, so that it keeps no more than a twentieth of a connection busy. One turn
 * of a {@link ManagedLoop}; {@link #ageSeconds()} may be read by any thread.
 */
public final class UsageWatch implements ManagedLoop.Turn {

    private static final Logger LOG = LoggerFactory.getLogger(UsageWatch.class);

    private static final int REST = 19;
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofMillis(200);

    private final QuotaBook book;
    private final UsageReader reader;
    private final CredentialStore credentials;
    private final Duration interval;
    private final IngestMetrics metrics;
    private final InstantSource clock;
    private final QuotaWarnings warnings = new QuotaWarnings();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private boolean failing;
    private volatile @Nullable Instant readAt;

    public UsageWatch(
            QuotaBook book,
            UsageReader reader,
            CredentialStore credentials,
            Duration interval,
            IngestMetrics metrics,
            InstantSource clock) {
        this.book = book;
        this.reader = reader;
        this.credentials = credentials;
        this.interval = interval;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Seconds since usage was read; {@link Double#POSITIVE_INFINITY} before the first time. */
    public double ageSeconds() {
        Instant last = readAt;
        return last == null
                ? Double.POSITIVE_INFINITY
                : Duration.between(last, clock.instant()).toMillis() / 1000.0;
    }

    @Override
    public void take() throws InterruptedException {
        Credentials known = credentials.current();
        Duration rest = known == null ? SOON : interval;
        if (known != null) {
            long started = System.nanoTime();
            look(known);
            rest = rest(interval, Duration.ofNanos(System.nanoTime() - started));
        }
        var _ = stopping.await(rest.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void wakeUp() {
        stopping.countDown();
    }

    /** How long to rest after a reading that took so long. */
    static Duration rest(Duration interval, Duration took) {
        Duration rest = took.multipliedBy(REST);
        return rest.compareTo(interval) <= 0 ? interval : rest.compareTo(LONGEST) < 0 ? rest : LONGEST;
    }

    private void look(Credentials known) {
        Instant now = clock.instant();
        Month month = Month.of(now);
        Collection<KnownApplication> limited = book.limited(known.applications());
        try {
            Set<String> ids = new HashSet<>();
            limited.forEach(application -> ids.add(application.appId()));
            book.turn(month, limited, ids.isEmpty() ? Map.of() : reader.ofApplications(ids, month));
            readAt = now;
            failing = false;
        } catch (SQLException e) {
            if (!failing) {
                LOG.warn(
                        "the usage of quotas cannot be read, {}: {}",
                        book.known() ? "what was last known holds on" : "no quota holds yet",
                        e.getMessage());
            }
            failing = true;
            return;
        }
        warn(month, limited, now);
    }

    private void warn(Month month, Collection<KnownApplication> limited, Instant now) {
        var usages = new HashMap<QuotaWarnings.Tenant, Usage>();
        for (KnownApplication application : limited) {
            Usage usage = book.of(application, now);
            if (usage != null) {
                usages.put(
                        new QuotaWarnings.Tenant(
                                application.orgId(), application.staging() ? application.appId() : null),
                        usage);
            }
        }
        for (QuotaWarnings.Crossing crossing : warnings.update(month, usages)) {
            metrics.quotaCrossed(crossing.percent());
            LOG.warn(
                    "the {} has used {} % of its quota: {} of {} events, until {}",
                    crossing.tenant(),
                    crossing.percent(),
                    crossing.usage().used(),
                    crossing.usage().limit(),
                    crossing.usage().resetsAt());
        }
        for (int level : QuotaWarnings.LEVELS) {
            metrics.quotaTenants(
                    level,
                    usages.values().stream().filter(usage -> usage.past(level)).count());
        }
    }
}
