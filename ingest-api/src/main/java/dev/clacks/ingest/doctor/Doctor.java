package dev.clacks.ingest.doctor;

import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.auth.Credentials;
import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.auth.NonceStore;
import dev.clacks.ingest.body.BodyBuffer;
import dev.clacks.ingest.limits.InflightBudget;
import dev.clacks.ingest.limits.Scanners;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Examines requests: every one of the door's steps with the door's own code, but all of them, where the door stops at the
 * first that fails. It changes nothing. Thread-safe; blocks while PostgreSQL is asked.
 */
public final class Doctor {

    private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);

    /** How long PostgreSQL is waited for. */
    private static final long PATIENCE_SECONDS = 3;

    /** Look-ups that may be under way, those that nobody waits for any more included: less than the pool has connections. */
    private final Semaphore lookUps = new Semaphore(3);

    private final KeyHistorySource histories;
    private final NonceStore nonces;
    private final Scanners scanners;
    private final int bodyLimit;

    /** @param bodyLimit most bytes of a body, before and after inflating */
    public Doctor(JdbcKeyHistory histories, NonceStore nonces, Scanners scanners, int bodyLimit) {
        this((KeyHistorySource) histories, nonces, scanners, bodyLimit);
    }

    Doctor(KeyHistorySource histories, NonceStore nonces, Scanners scanners, int bodyLimit) {
        this.histories = histories;
        this.nonces = nonces;
        this.scanners = scanners;
        this.bodyLimit = bodyLimit;
    }

    /** The names of the steps, in the door's order. */
    public static List<String> steps() {
        return Arrays.stream(Step.Name.values()).map(Step.Name::text).toList();
    }

    /**
     * What is wrong with it, if anything.
     *
     * @param lease holds the specimen's body, and its inflated form
     * @throws RefusedException where the server has no room for the inflated body now
     */
    Answer examine(Specimen specimen, Credentials credentials, InflightBudget.Lease lease) throws RefusedException {
        var diagnosis = new Diagnosis();
        Head head = Head.examine(specimen.headers(), specimen.receivedAt(), diagnosis);
        BodyBuffer body = BodyExamination.inflate(specimen.body(), head.coding(), lease, bodyLimit, diagnosis);
        var keys = new KeyExamination(credentials, specimen, head, diagnosis);
        KnownApplication application = keys.application();
        if (application != null) {
            KeyHistory history = history(application.appId(), head.token());
            keys.liveness(application, history);
            SignatureExamination.examine(
                    head,
                    body,
                    BodyExamination.others(specimen.body(), head.coding(), lease, bodyLimit),
                    keys.live(application),
                    keys.unsigned(application),
                    history,
                    diagnosis);
            keys.permission(application);
            nonce(application.appId(), head, specimen, diagnosis);
        }
        if (head.doNotTrack()) {
            diagnosis.passes(
                    Step.Name.DO_NOT_TRACK,
                    "DNT: 1 was sent: the answer is 204 and nothing is kept.",
                    "Leave DNT out.");
            diagnosis.answers(Answer.notTracked().status(), Answer.notTracked().outcome());
        }
        BodyExamination.validate(body, head, scanners, specimen.receivedAt(), diagnosis);
        return diagnosis.answer();
    }

    private void nonce(String appId, Head head, Specimen specimen, Diagnosis diagnosis) {
        String nonce = head.nonce();
        if (nonce == null) {
            return;
        }
        boolean seen = nonces.seen(appId, nonce, specimen.receivedAt());
        diagnosis.fact("nonce_seen", seen);
        if (seen) {
            diagnosis.fails(
                    Step.Name.NONCE,
                    Code.NONCE_REPLAYED,
                    "The nonce was used before, as this replica remembers.",
                    "Each attempt needs a nonce of its own, retries too.");
        } else {
            diagnosis.passes(Step.Name.NONCE, "This replica has not seen the nonce, and has not used it up now.");
        }
    }

    /** Null where PostgreSQL cannot be asked: the rest is of use without it. */
    private @Nullable KeyHistory history(String appId, @Nullable String token) {
        if (!lookUps.tryAcquire()) {
            return null;
        }
        // Not on this thread: a PostgreSQL that hangs answers neither a query nor its cancellation.
        var found = new FutureTask<KeyHistory>(() -> {
            try {
                return histories.of(appId, token);
            } finally {
                lookUps.release();
            }
        });
        Thread.ofPlatform().daemon().name("doctor-history").start(found);
        try {
            return found.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            LOG.warn("dead credentials cannot be read: PostgreSQL does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof SQLException failure)) {
                throw new IllegalStateException("reading dead credentials failed", e.getCause());
            }
            LOG.warn("dead credentials cannot be read: SQLSTATE {}", failure.getSQLState());
        }
        return null;
    }
}
