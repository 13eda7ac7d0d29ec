package dev.clacks.ingest.door;

import dev.clacks.common.event.InvalidBatchException;
import dev.clacks.common.event.ScannedBatch;
import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.BatchAnswers;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.auth.Authenticator;
import dev.clacks.ingest.auth.Authenticator.Caller;
import dev.clacks.ingest.auth.CredentialStore;
import dev.clacks.ingest.auth.Credentials;
import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.auth.NonceStore;
import dev.clacks.ingest.limits.Scanners;
import dev.clacks.ingest.metrics.IngestMetrics;
import dev.clacks.ingest.publish.EventPublisher;
import dev.clacks.ingest.publish.Publication;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What happens between a body and its answer, in the protocol's order: who calls, nonce, DNT, rate, quota, bytes, JSON, events,
 * Kafka. Thread-safe; knows nothing of HTTP.
 */
final class BatchIntake {

    private final CredentialStore credentials;
    private final NonceStore nonces;
    private final TenantLimits tenants;
    private final Scanners scanners;
    private final EventPublisher publisher;
    private final IngestMetrics metrics;
    private final InstantSource clock;

    BatchIntake(
            CredentialStore credentials,
            NonceStore nonces,
            TenantLimits tenants,
            Scanners scanners,
            EventPublisher publisher,
            IngestMetrics metrics,
            InstantSource clock) {
        this.credentials = credentials;
        this.nonces = nonces;
        this.tenants = tenants;
        this.scanners = scanners;
        this.publisher = publisher;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Brings a request to its answer, on this thread and those of Kafka's producer. */
    void take(IngestRequest request, AnswerSink sink, Executor executor) {
        take(request, sink, executor, true);
    }

    private void take(IngestRequest request, AnswerSink sink, Executor executor, boolean mayLookAgain) {
        try {
            admit(request, authenticate(request, mayLookAgain), sink);
        } catch (RefusedException e) {
            sink.refuse(e.refusal());
        } catch (UnknownCallerException e) {
            var _ = e.nextLook.thenRunAsync(() -> take(request, sink, executor, false), executor);
        } catch (RuntimeException e) {
            sink.failed(e);
        }
    }

    private Caller authenticate(IngestRequest request, boolean mayLookAgain)
            throws RefusedException, UnknownCallerException {
        Credentials known = credentials.current();
        if (known == null) {
            throw new RefusedException(Refusal.credentialsUnavailable());
        }
        var doubt = new Authenticator.@Nullable Doubt[1];
        try {
            return Authenticator.authenticate(
                    known,
                    request.target(),
                    request.headers(),
                    request.body(),
                    request.length(),
                    request.receivedAt(),
                    reason -> doubt[0] = reason);
        } catch (RefusedException e) {
            Authenticator.Doubt reason = doubt[0];
            if (reason != null && mayLookAgain) {
                CompletableFuture<Void> look = credentials.refreshForUnknown();
                if (look != null) {
                    throw new UnknownCallerException(look);
                }
            }
            metrics.authFailure(
                    reason == null ? e.refusal().code().text() : reason.name().toLowerCase(Locale.ROOT));
            throw e;
        }
    }

    private void admit(IngestRequest request, Caller caller, AnswerSink sink) throws RefusedException {
        sink.line().authentic(caller.application());
        String nonce = request.headers().nonce();
        if (nonce != null) {
            String appId = caller.application().appId();
            useNonce(request, appId, nonce);
            sink.undoOnFailure(() -> nonces.giveBack(appId, nonce));
        } else if (request.beginsWithNonce()) {
            throw new RefusedException(
                    Code.INVALID_JSON, "The body begins with a nonce, which belongs into the header X-Nonce.");
        }
        // from here on it is no replay: what strangers recorded spends nothing and is no use of the credentials
        caller.used(request.receivedAt());
        if (request.headers().doNotTrack()) {
            sink.answer(Answer.notTracked());
            return;
        }
        KnownApplication application = caller.application();
        List<Refusal.Header> headers = tenants.checkRate(application);
        sink.headers(headers);
        tenants.checkQuota(application, request.receivedAt());
        tenants.checkBody(application, request.length());
        tenants.checkBytes(application, request.length(), headers);
        ScannedBatch batch = scan(request);
        sink.line().scanned(batch);
        tenants.checkEvents(application, batch.events().size());
        publish(request, caller, batch, sink);
    }

    private void useNonce(IngestRequest request, String appId, String nonce) throws RefusedException {
        switch (nonces.use(appId, nonce, request.headers().seconds(), clock.instant())) {
            case FRESH -> {}
            case REPLAYED ->
                throw new RefusedException(
                        Code.NONCE_REPLAYED, "The nonce was used before: each attempt needs one of its own.");
            case FULL ->
                throw new RefusedException(
                        Refusal.retry(Code.AUTH_UNAVAILABLE, "The store of nonces is full: come again later.", 30));
        }
    }

    private ScannedBatch scan(IngestRequest request) throws RefusedException {
        ScannedBatch batch;
        try {
            batch = scanners.scan(request.body(), request.length(), request.receivedAt());
        } catch (InvalidBatchException e) {
            throw new RefusedException(Code.of(e.reason()), String.valueOf(e.getMessage()));
        }
        int said = request.headers().batchSize();
        if (said >= 0 && said != batch.events().size()) {
            throw new RefusedException(
                    Code.BATCH_SIZE_MISMATCH,
                    "X-Batch-Size says " + said + ", the batch has "
                            + batch.events().size() + " events.");
        }
        return batch;
    }

    private void publish(IngestRequest request, Caller caller, ScannedBatch batch, AnswerSink sink) {
        metrics.batch(request.length(), batch.events().size());
        var publication = new Publication(
                request.body(),
                batch,
                caller.application().orgId(),
                caller.application().appId(),
                caller.application().receivedAt(request.receivedAt()),
                request.headers().traceparent());
        boolean sdk = request.headers().sdk();
        long started = System.nanoTime();
        publisher.publish(publication, new EventPublisher.Acknowledgement() {
            @Override
            public void durable() {
                metrics.acknowledged((System.nanoTime() - started) / 1e9);
                if (sink.answer(BatchAnswers.of(batch, sdk))) {
                    metrics.events(batch.accepted(), batch.rejected());
                }
            }

            @Override
            public void unavailable(Exception why) {
                sink.refuse(bufferUnavailable());
            }
        });
    }

    /** Kafka did not acknowledge every record in time. */
    static Refusal bufferUnavailable() {
        return Refusal.retry(
                Code.BUFFER_UNAVAILABLE, "The batch could not be made durable: send the same events again.", 2);
    }

    /** Nobody of that name is known, but a look at the database is under way. */
    private static final class UnknownCallerException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient CompletableFuture<Void> nextLook;

        UnknownCallerException(CompletableFuture<Void> nextLook) {
            super("unknown caller", null, false, false);
            this.nextLook = nextLook;
        }
    }
}
