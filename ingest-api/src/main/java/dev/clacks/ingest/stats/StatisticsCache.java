package dev.clacks.ingest.stats;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.clacks.common.db.SqlStates;
import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.config.StatisticsSettings;
import dev.clacks.ingest.metrics.IngestMetrics;
import dev.clacks.ingest.stats.SharedPlaces.NoPlaceException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps answers for a while, so that dashboards cost the database little, and reads those that it does not have on threads of
 * its own: a database that is slow or away holds so many callers up and no more, and each of them only for a while; and one
 * organisation, whatever it asks for, holds up no other. Callers who want the same wait for the same reading. What failed is not
 * kept. Thread-safe.
 */
final class StatisticsCache implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatisticsCache.class);

    /** Callers who may wait for readings, each with one of the server's 64 threads: batches need the others. */
    private static final int CALLERS = 16;

    /** Of these one organisation's: more than its readings, which several may wait for. */
    private static final int CALLERS_OF_ONE = CALLERS / 2;

    /** Readings that may wait for a thread, those included whose callers have gone. */
    private static final int QUEUE = 16;

    /** What a caller waits beyond the time that the database has: for a thread, a connection, and the way. */
    private static final Duration BEYOND = Duration.ofSeconds(2);

    private static final int RETRY_SECONDS = 5;
    private static final int OVERHEAD_BYTES = 512;

    /** @param at when it was begun to be read, by the ticker */
    @SuppressWarnings("ArrayRecordComponent") // a value on its way, never compared
    private record Kept(byte[] body, long at) {}

    private final StatisticsSource source;
    private final StatisticsSettings settings;
    private final IngestMetrics metrics;
    private final Ticker ticker;
    private final AsyncCache<StatisticsQuery, Kept> cache;
    private final SharedThreads threads;
    private final SharedPlaces callers = new SharedPlaces(CALLERS, CALLERS_OF_ONE);

    StatisticsCache(StatisticsSource source, StatisticsSettings settings, IngestMetrics metrics, Ticker ticker) {
        this.source = source;
        this.settings = settings;
        this.metrics = metrics;
        this.ticker = ticker;
        this.cache = Caffeine.newBuilder()
                .ticker(ticker)
                .expireAfterWrite(settings.cacheFor().toJavaDuration())
                .maximumWeight(settings.cacheSize().toBytes())
                .<StatisticsQuery, Kept>weigher((_, kept) -> kept.body.length + OVERHEAD_BYTES)
                .buildAsync();
        this.threads = new SharedThreads("statistics-", settings.queries(), QUEUE);
    }

    /** The answer, as old as {@code statistics.cacheFor} at most. */
    Answer answer(StatisticsQuery query) throws RefusedException {
        CompletableFuture<Kept> present = cache.getIfPresent(query);
        return answer(
                present != null && present.state() == Future.State.SUCCESS ? present.resultNow() : awaitReading(query));
    }

    private Answer answer(Kept kept) {
        long age = TimeUnit.NANOSECONDS.toSeconds(ticker.read() - kept.at);
        long left = Math.max(0, settings.cacheFor().toSeconds() - age);
        return new Answer(
                200,
                "success",
                List.of(
                        new Refusal.Header("Cache-Control", "private, max-age=" + left),
                        new Refusal.Header("Vary", "Authorization")),
                kept.body);
    }

    private Kept awaitReading(StatisticsQuery query) throws RefusedException {
        String organisation = query.orgId();
        try {
            callers.take(organisation);
        } catch (NoPlaceException e) {
            throw full(e, "callers", "Too many wait for statistics already.");
        }
        try {
            CompletableFuture<Kept> reading = cache.get(
                    query,
                    (key, _) -> CompletableFuture.supplyAsync(
                            () -> read(key), task -> threads.execute(organisation, task)));
            try {
                return reading.get(patienceMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                cache.asMap()
                        .remove(
                                query,
                                reading); // the cache forgets it too, but perhaps later than its callers hear of it
                throw e;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable("stopping", "The server stops.");
        } catch (NoPlaceException e) {
            throw full(e, "queue", "Too many statistics are being read already.");
        } catch (TimeoutException e) {
            throw unavailable("timeout", "The counts cannot be read now: come again later.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SQLException failure) {
                throw failed(failure);
            }
            throw new IllegalStateException("reading statistics failed", e.getCause());
        } finally {
            callers.release(organisation);
        }
    }

    private long patienceMillis() {
        return settings.queryTimeout().toJavaDuration().plus(BEYOND).toMillis();
    }

    private Kept read(StatisticsQuery query) {
        long begun = ticker.read();
        long started = System.nanoTime();
        try {
            return new Kept(StatisticsBody.of(query, source.read(query)), begun);
        } catch (SQLException e) {
            throw new CompletionException(e);
        } finally {
            metrics.statisticsRead((System.nanoTime() - started) / 1e9);
        }
    }

    private RefusedException failed(SQLException failure) {
        LOG.warn("counts cannot be read: SQLSTATE {}, {}", failure.getSQLState(), failure.getMessage());
        return SqlStates.TOOK_TOO_LONG.equals(failure.getSQLState())
                ? unavailable(
                        "slow",
                        "PostgreSQL took longer than %s: ask for less time, or for one application."
                                .formatted(settings.queryTimeout()))
                : unavailable("database", "PostgreSQL cannot be used: come again later.");
    }

    private RefusedException full(NoPlaceException full, String reason, String message) {
        if (!full.own()) {
            return unavailable(reason, message);
        }
        metrics.statisticsRefused("organisation");
        return new RefusedException(Refusal.retry(
                Code.OVERLOADED,
                "The organisation asks for more statistics at once than it may: come again later.",
                RETRY_SECONDS));
    }

    private RefusedException unavailable(String reason, String message) {
        metrics.statisticsRefused(reason);
        return new RefusedException(Refusal.retry(Code.DATABASE_UNAVAILABLE, message, RETRY_SECONDS));
    }

    @Override
    public void close() {
        threads.close();
    }
}
