package dev.clacks.common.admin.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.clacks.common.admin.WishException;
import dev.clacks.common.app.UserErrorException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {

    private final Failures failures = new Failures(Duration.ofSeconds(9));

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new UserErrorException("m"), 400, "{error={code=invalid_request, message=m}}"),
                Arguments.of(WishException.invalid("m"), 400, "{error={code=invalid_request, message=m}}"),
                Arguments.of(WishException.notFound("m"), 404, "{error={code=not_found, message=m}}"),
                Arguments.of(WishException.conflict("m"), 409, "{error={code=conflict, message=m}}"),
                Arguments.of(new CallRefusedException(409, "busy", "m"), 409, "{error={code=busy, message=m}}"),
                Arguments.of(
                        new SQLException("ERROR: too slow", "57014"),
                        503,
                        "{error={code=database_unavailable, message=PostgreSQL took longer than 9 s and was told to stop:"
                                + " ask for less at once.}}"),
                Arguments.of(
                        new SQLException("refused", "08001"),
                        503,
                        "{error={code=database_unavailable, message=PostgreSQL cannot be used (SQLSTATE 08001): come again"
                                + " later.}, retry_after=5}"),
                Arguments.of(
                        new TimeoutException(),
                        503,
                        "{error={code=kafka_unavailable, message=Kafka does not answer.}}"),
                Arguments.of(
                        new ExecutionException(new IllegalStateException("no broker")),
                        503,
                        "{error={code=kafka_unavailable, message=Kafka cannot be used:"
                                + " java.lang.IllegalStateException: no broker}}"),
                Arguments.of(
                        new InterruptedException(),
                        503,
                        "{error={code=stopping, message=The process is about to end.}}"),
                Arguments.of(
                        new IllegalStateException("secret"),
                        500,
                        "{error={code=internal_error, message=The server failed: this is a bug of its own.}}"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void eachFailureHasItsStatusAndCode(Exception failure, int status, String body) {
        CallRefusedException refused = failures.refusal(failure);

        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused.body()).hasToString(body);
    }

    @Test
    void whenToComeAgainStandsInTheHeaderToo() {
        assertThat(failures.refusal(new SQLException("refused", "08001")).headers())
                .containsEntry("Retry-After", "5");
    }
}
