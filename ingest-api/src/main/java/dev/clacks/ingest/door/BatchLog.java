package dev.clacks.ingest.door;

import dev.clacks.common.app.LogInterval;
import dev.clacks.common.event.Rejection;
import dev.clacks.common.event.ScannedBatch;
import dev.clacks.common.event.ScannedEvent;
import dev.clacks.ingest.answer.Answer;
import dev.clacks.ingest.auth.KnownApplication;
import dev.clacks.ingest.server.LogContext;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One line a batch, with counts and a few ids, and never a body, token, secret or signature. Batches that succeed are logged at
 * DEBUG, which is off by default; those that do not at WARN, but no more than one a second for each outcome: the next line
 * says how many were left out, and at DEBUG all of them stand. Thread-safe.
 */
final class BatchLog {

    /** A name of its own, so that its level can be set apart. */
    private static final Logger LOG = LoggerFactory.getLogger("dev.clacks.ingest.batches");

    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int SHOWN = 3;

    /** One for each outcome there is: some thirty. */
    private final Map<String, LogInterval> intervals = new ConcurrentHashMap<>();

    /** Writes the line of a batch, unless its level is off. */
    void answered(Answer answer, String requestId, double seconds, BatchLine line) {
        ScannedBatch batch = line.batch();
        boolean fine = answer.status() < 300 && (batch == null || batch.rejected() == 0);
        if (fine && !LOG.isDebugEnabled()) {
            return;
        }
        long leftOut = fine
                ? -1
                : intervals
                        .computeIfAbsent(answer.outcome(), _ -> new LogInterval(INTERVAL))
                        .enter(System.nanoTime());
        Level level = leftOut >= 0 ? Level.WARN : Level.DEBUG;
        if (LOG.isEnabledForLevel(level)) {
            write(level, answer, requestId, seconds, line, leftOut);
        }
    }

    private static void write(
            Level level, Answer answer, String requestId, double seconds, BatchLine line, long leftOut) {
        try (var context = new LogContext()) {
            context.put("request_id", requestId);
            context.put("status", answer.status());
            context.put("outcome", answer.outcome());
            context.put("millis", Math.round(seconds * 1000));
            context.put("body_bytes", line.bytes());
            KnownApplication application = line.application();
            if (application != null) {
                context.put("org", application.orgId());
                context.put("app", application.appId());
            }
            ScannedBatch batch = line.batch();
            if (batch != null) {
                context.put("events", batch.events().size());
                context.put("rejected", batch.rejected());
            }
            if (leftOut > 0) {
                context.put("left_out", leftOut);
            }
            LOG.atLevel(level).log("a batch was answered {} {}{}", answer.status(), answer.outcome(), rejected(batch));
        }
    }

    /** Logs a bug of the server's. */
    void failed(String requestId, RuntimeException bug) {
        try (var context = new LogContext()) {
            context.put("request_id", requestId);
            LOG.error("a request failed inside", bug);
        }
    }

    /** The first few rejected events: their codes and ids. */
    private static String rejected(@Nullable ScannedBatch batch) {
        if (batch == null || batch.rejected() == 0) {
            return "";
        }
        var text = new StringBuilder(": ")
                .append(batch.rejected())
                .append(" of ")
                .append(batch.events().size())
                .append(" events break a rule");
        int shown = 0;
        for (ScannedEvent event : batch.events()) {
            Rejection rejection = event.rejection();
            if (rejection != null && shown++ < SHOWN) {
                text.append(shown == 1 ? ", " : "; ").append(rejection.code().code());
                if (event.id() != null) {
                    text.append(' ').append(event.id());
                }
            }
        }
        return text.append(batch.rejected() > SHOWN ? " ..." : "").toString();
    }
}
