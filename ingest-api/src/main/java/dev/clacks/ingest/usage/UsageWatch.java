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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a {@link QuotaBook} up to date and warns of quotas that are nearly or wholly used. A turn reads one page of those who
 * have a quota. However much there is to sum, it rests nineteen times as long as that took, half a minute at most, so that it keeps
 * a twentieth of a connection busy, while nobody's page takes more than a second; but the first time it does not rest, since
 * before it nobody has a quota. One turn of a {@link ManagedLoop}; {@link #ageSeconds()} may be read by any thread.
 */
public final class UsageWatch implements ManagedLoop.Turn {

    private static final Logger LOG = LoggerFactory.getLogger(UsageWatch.class);

    private static final int REST = 19;
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofMillis(200);

    private final QuotaBook book;
    private final UsageSource reader;
    private final CredentialStore credentials;
    private final Duration interval;
    private final IngestMetrics metrics;
    private final InstantSource clock;
    private final QuotaWarnings warnings = new QuotaWarnings();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable UsagePass pass;
    private Instant begun = Instant.MIN;
    private boolean failing;
    private volatile @Nullable Instant readAt;

    public UsageWatch(
            QuotaBook book,
            UsageReader reader,
            CredentialStore credentials,
            Duration interval,
            IngestMetrics metrics,
            InstantSource clock) {
        this(book, (UsageSource) reader, credentials, interval, metrics, clock);
    }

    UsageWatch(
            QuotaBook book,
            UsageSource reader,
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

    /** Seconds since everybody's usage was read; {@link Double#POSITIVE_INFINITY} before the first time. */
    public double ageSeconds() {
        Instant last = readAt;
        return last == null
                ? Double.POSITIVE_INFINITY
                : Duration.between(last, clock.instant()).toMillis() / 1000.0;
    }

    @Override
    public void take() throws InterruptedException {
        UsagePass current = pass == null ? begin() : pass;
        pass = current;
        Duration rest = SOON;
        if (current != null) {
            long started = System.nanoTime();
            readPage(current);
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            rest = book.known() || current.ended() ? rest(current.ended() ? interval : Duration.ZERO, took) : SOON;
            if (current.ended()) {
                end(current);
                pass = null;
            }
        }
        var _ = stopping.await(rest.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void wakeUp() {
        stopping.countDown();
    }

    /**
     * How long to rest after a page.
     *
     * @param interval the least rest
     * @param took how long the page took
     */
    static Duration rest(Duration interval, Duration took) {
        Duration rest = took.multipliedBy(REST);
        return rest.compareTo(interval) <= 0 ? interval : rest.compareTo(LONGEST) < 0 ? rest : LONGEST;
    }

    private @Nullable UsagePass begin() {
        Credentials known = credentials.current();
        begun = clock.instant();
        return known == null ? null : new UsagePass(book.limited(known.applications()), reader, book);
    }

    private void readPage(UsagePass current) {
        try {
            if (!current.ended()) {
                current.readPage(clock.instant());
            }
        } catch (SQLException e) {
            if (!failing) {
                LOG.warn(
                        "the usage of some quotas cannot be read, {}: {}",
                        book.known() ? "what was last known holds on" : "they do not hold yet",
                        e.getMessage());
            }
            failing = true;
        }
    }

    private void end(UsagePass ended) {
        book.ended(ended.limited(), ended.complete());
        if (ended.complete()) {
            readAt = begun;
            failing = false;
        }
        warn(ended.limited(), clock.instant());
    }

    private void warn(Collection<KnownApplication> limited, Instant now) {
        var usages = new HashMap<QuotaWarnings.Tenant, Usage>();
        for (KnownApplication application : limited) {
            Usage usage = book.of(application, now);
            if (usage != null) {
                usages.put(QuotaWarnings.Tenant.of(application), usage);
            }
        }
        for (QuotaWarnings.Crossing crossing : warnings.update(Month.of(now), usages)) {
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
