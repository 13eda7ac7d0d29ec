package dev.clacks.common.admin.http;

import dev.clacks.common.admin.WishException;
import dev.clacks.common.app.UserErrorException;
import dev.clacks.common.db.SqlStates;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a call is told that failed, and what the log is. Immutable. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final Duration statementTimeout;

    /** @param statementTimeout after which PostgreSQL ends a statement of the administration */
    Failures(Duration statementTimeout) {
        this.statementTimeout = statementTimeout;
    }

    CallRefusedException refusal(Exception failure) {
        return switch (failure) {
            case CallRefusedException refused -> refused;
            case WishException wish ->
                switch (wish.kind()) {
                    case INVALID -> refused(AdminCode.INVALID_REQUEST, wish);
                    case NOT_FOUND -> refused(AdminCode.NOT_FOUND, wish);
                    case CONFLICT -> refused(AdminCode.CONFLICT, wish);
                };
            case UserErrorException mendable -> refused(AdminCode.INVALID_REQUEST, mendable);
            case SQLException database -> unavailable(database);
            case ExecutionException kafka ->
                new CallRefusedException(AdminCode.KAFKA_UNAVAILABLE, "Kafka cannot be used: " + kafka.getCause());
            case TimeoutException kafka ->
                new CallRefusedException(AdminCode.KAFKA_UNAVAILABLE, "Kafka does not answer.");
            case InterruptedException stop ->
                new CallRefusedException(AdminCode.STOPPING, "The process is about to end.");
            default -> {
                LOG.error("an administrative call failed inside", failure);
                yield new CallRefusedException(
                        AdminCode.INTERNAL_ERROR, "The server failed: this is a bug of its own.");
            }
        };
    }

    private static CallRefusedException refused(AdminCode code, UserErrorException mendable) {
        return new CallRefusedException(code, String.valueOf(mendable.getMessage()));
    }

    private CallRefusedException unavailable(SQLException e) {
        // what follows the first line quotes rows
        String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        LOG.warn("an administrative call cannot use PostgreSQL: SQLSTATE {}, {}", e.getSQLState(), reason);
        return SqlStates.TOOK_TOO_LONG.equals(e.getSQLState())
                ? new CallRefusedException(
                        AdminCode.DATABASE_UNAVAILABLE,
                        "PostgreSQL took longer than %d s and was told to stop: ask for less at once."
                                .formatted(statementTimeout.toSeconds()))
                : new CallRefusedException(
                                AdminCode.DATABASE_UNAVAILABLE,
                                "PostgreSQL cannot be used (SQLSTATE %s): come again later.".formatted(e.getSQLState()))
                        .retry(5);
    }
}
