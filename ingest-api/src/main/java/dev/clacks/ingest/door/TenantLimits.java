package dev.clacks.ingest.door;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RateHeaders;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.body.BodyBuffer;
import dev.clacks.ingest.limits.Rate;
import dev.clacks.ingest.limits.RequestRates;
import dev.clacks.ingest.metrics.IngestMetrics;
import dev.clacks.ingest.tiers.Tier;
import dev.clacks.ingest.tiers.Tiers;
import dev.clacks.ingest.usage.QuotaBook;
import dev.clacks.ingest.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What an authentic request may still be refused for: its organisation's tier. Thread-safe. */
public final class TenantLimits {

    private final Tiers tiers;
    private final RequestRates rates;
    private final QuotaBook quotas;
    private final IngestMetrics metrics;

    public TenantLimits(Tiers tiers, RequestRates rates, QuotaBook quotas, IngestMetrics metrics) {
        this.tiers = tiers;
        this.rates = rates;
        this.quotas = quotas;
        this.metrics = metrics;
    }

    /**
     * Counts a request against its application's rate; a request that is refused here has used its nonce.
     *
     * @return headers for whatever the answer will be; none where nothing limits the application
     */
    List<Refusal.Header> checkRate(KnownApplication application) throws RefusedException {
        Rate rate = rates.take(application);
        if (rate == null) {
            return List.of();
        }
        List<Refusal.Header> headers = RateHeaders.of(rate.limit(), rate.remaining(), rate.resetEpochSecond());
        if (!rate.passed()) {
            metrics.limitRefusal("rate");
            throw new RefusedException(Refusal.retry(
                            Code.RATE_LIMIT_EXCEEDED,
                            "The application may send " + rate.limit()
                                    + " requests a minute: send the batch again, with a nonce of its own.",
                            rate.retryAfterSeconds())
                    .with(headers));
        }
        return headers;
    }

    /** A batch is taken whole while anything of the quota is left. */
    void checkQuota(KnownApplication application, Instant now) throws RefusedException {
        Usage usage = quotas.of(application, now);
        if (usage != null && usage.exhausted()) {
            metrics.limitRefusal("quota");
            Instant reset = usage.resetsAt();
            long seconds =
                    Math.max(1, Duration.between(now, reset).plusMillis(999).toSeconds());
            throw new RefusedException(Refusal.retry(
                            Code.QUOTA_EXCEEDED,
                            (application.staging() ? "The staging application" : "The organisation") + " may send "
                                    + usage.limit() + " events a month: the next one begins at " + reset + ".",
                            (int) seconds)
                    .with(RateHeaders.of(usage.limit(), usage.remaining(), reset.getEpochSecond())));
        }
    }

    void checkBody(KnownApplication application, int length) throws RefusedException {
        int most = tiers.of(application.tier()).bodyBytes();
        if (length > most) {
            throw BodyBuffer.tooLarge(most);
        }
    }

    /**
     * Counts bodies, whatever becomes of them: a quota sees nothing but new rows.
     *
     * @param headers what {@link #checkRate} gave: they go on telling of requests, unless nothing limits those
     */
    void checkBytes(KnownApplication application, int length, List<Refusal.Header> headers) throws RefusedException {
        // an empty body reaches nothing but the scanner
        Rate rate = length == 0 ? null : rates.takeBytes(application, length);
        if (rate != null && !rate.passed()) {
            metrics.limitRefusal("bytes");
            throw new RefusedException(Refusal.retry(
                            Code.RATE_LIMIT_EXCEEDED,
                            "The application may send " + rate.limit()
                                    + " bytes a minute: send the batch again, with a nonce of its own.",
                            rate.retryAfterSeconds())
                    .with(
                            headers.isEmpty()
                                    ? RateHeaders.of(rate.limit(), rate.remaining(), rate.resetEpochSecond())
                                    : headers));
        }
    }

    void checkEvents(KnownApplication application, int events) throws RefusedException {
        Tier tier = tiers.of(application.tier());
        if (events > tier.batchEvents()) {
            throw new RefusedException(
                    Code.BATCH_TOO_LARGE, "The batch has more than " + tier.batchEvents() + " events.");
        }
    }
}
