package dev.clacks.ingest.doctor;

import dev.clacks.common.event.InvalidBatchException;
import dev.clacks.common.event.ScannedBatch;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.body.BodyBuffer;
import dev.clacks.ingest.body.Gunzip;
import dev.clacks.ingest.limits.InflightBudget;
import dev.clacks.ingest.limits.Scanners;
import dev.clacks.ingest.request.Coding;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/** Looks at the body: what arrived, what it is when inflated, and what validation says of it. */
final class BodyExamination {

    private static final String GZIP_UNSAID = "It looks like gzip: say Content-Encoding: gzip.";

    private BodyExamination() {}

    /**
     * The body as it is to be signed; as it arrived, where it cannot be inflated.
     *
     * @throws RefusedException where the server has no room for it now
     */
    static BodyBuffer inflate(
            BodyBuffer arrived, Coding coding, InflightBudget.Lease lease, int limit, Diagnosis diagnosis)
            throws RefusedException {
        diagnosis.fact("received_bytes", arrived.length());
        diagnosis.fact("received_sha256", sha256(arrived));
        BodyBuffer plain = arrived;
        try {
            if (coding == Coding.GZIP) {
                plain = Gunzip.inflate(arrived.array(), arrived.length(), lease, limit);
            }
            diagnosis.passes(
                    Step.Name.BODY,
                    coding == Coding.GZIP
                            ? arrived.length() + " bytes arrived, " + plain.length() + " when inflated."
                            : arrived.length() + " bytes arrived.");
        } catch (RefusedException e) {
            if (e.refusal().code() == Code.OVERLOADED) {
                throw e;
            }
            diagnosis.fails(
                    Step.Name.BODY,
                    e.refusal(),
                    gzip(arrived)
                            ? null
                            : "It does not begin as gzip does: leave Content-Encoding out, or compress it.");
        }
        diagnosis.fact("body_bytes", plain.length());
        diagnosis.fact("body_sha256", sha256(plain));
        return plain;
    }

    /**
     * Other forms of the body that may have been signed.
     *
     * @throws RefusedException where the server has no room to inflate it now
     */
    static List<BodyForm> others(BodyBuffer arrived, Coding coding, InflightBudget.Lease lease, int limit)
            throws RefusedException {
        if (coding == Coding.GZIP) {
            return BodyForms.and(BodyForm.fixed(
                    "compressed",
                    "The compressed bytes were signed: sign the body first, then compress it.",
                    arrived.array(),
                    arrived.length()));
        }
        if (gzip(arrived)) {
            try {
                BodyBuffer plain = Gunzip.inflate(arrived.array(), arrived.length(), lease, limit);
                return BodyForms.and(BodyForm.fixed("inflated", GZIP_UNSAID, plain.array(), plain.length()));
            } catch (RefusedException e) {
                if (e.refusal().code() == Code.OVERLOADED) {
                    throw e;
                }
            }
        }
        return BodyForms.ALWAYS;
    }

    /** What validation says of the batch and its events. */
    static void validate(BodyBuffer body, Head head, Scanners scanners, Instant now, Diagnosis diagnosis) {
        ScannedBatch batch;
        try {
            batch = scanners.scan(body.array(), body.length(), now);
        } catch (InvalidBatchException e) {
            diagnosis.fails(
                    Step.Name.JSON,
                    Code.of(e.reason()),
                    String.valueOf(e.getMessage()),
                    gzip(body) ? GZIP_UNSAID : null);
            return;
        }
        int events = batch.events().size();
        diagnosis.passes(Step.Name.JSON, "It is a batch of " + events + " events.");
        if (head.batchSize() < 0 || head.batchSize() == events) {
            diagnosis.passes(Step.Name.BATCH_SIZE, "The number of events is what X-Batch-Size says, if it is there.");
        } else {
            diagnosis.fails(
                    Step.Name.BATCH_SIZE,
                    Code.BATCH_SIZE_MISMATCH,
                    "X-Batch-Size says " + head.batchSize() + ", the batch has " + events + " events.",
                    null);
        }
        diagnosis.events(batch, head.sdk());
    }

    private static boolean gzip(BodyBuffer body) {
        return body.length() > 1 && body.array()[0] == 0x1f && body.array()[1] == (byte) 0x8b;
    }

    private static String sha256(BodyBuffer body) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(body.array(), 0, body.length());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
