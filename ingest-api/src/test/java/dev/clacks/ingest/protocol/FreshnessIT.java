package dev.clacks.ingest.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.clacks.ingest.running.Call;
import dev.clacks.ingest.running.Checks;
import dev.clacks.ingest.running.Dialect;
import dev.clacks.ingest.running.Door;
import dev.clacks.ingest.running.Reply;
import dev.clacks.ingest.running.Wire;
import dev.clacks.testkit.time.Await;
import dev.clacks.testkit.time.ManualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The time window and the nonces, by a clock that stands still. */
final class FreshnessIT {

    private static final ManualClock CLOCK = ManualClock.at("2026-11-24T12:00:00.750Z");

    @RegisterExtension
    static final Door DOOR = new Door(CLOCK, "limits: {bodyTimeout: 5m}");

    @ParameterizedTest
    @ValueSource(longs = {-600, 0, 600})
    void bothEdgesOfTheWindowAreIn(long offset) throws IOException {
        Checks.answer(DOOR.send(DOOR.fresh(1).timestamp(now() + offset)), 200);
        Checks.answer(DOOR.send(DOOR.fresh(Dialect.BATCH, 1).timestamp(now() + offset)), 200);
    }

    @ParameterizedTest
    @ValueSource(longs = {-601, 601, -1_000_000, 1_000_000_000_000L})
    void aSecondBeyondIsRefusedWithTheServersTime(long offset) throws IOException {
        Reply flat = DOOR.send(DOOR.fresh(1).timestamp(now() + offset));
        Checks.flat(flat, 403, "timestamp_out_of_window");
        assertThat(flat.json().get("details").asText())
                .contains(CLOCK.instant().toString().substring(0, 19), Long.toString(now()));
        Reply nested = DOOR.send(DOOR.fresh(Dialect.DOCUMENTED, 1).timestamp(now() + offset));
        Checks.nested(nested, 403, "timestamp_out_of_window");
        assertThat(nested.json().at("/error/details").asText()).contains(Long.toString(now()));
        String date = Objects.requireNonNull(nested.header("date"));
        // by the system's clock, whatever the door's shows: a minute tells a wrong clock from a slow machine
        assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                        .toInstant())
                .isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void aTimestampBeyondAllNumbersIsOutOfTheWindow() throws IOException {
        Checks.flat(DOOR.send(DOOR.fresh(1).timestamp("9".repeat(100))), 403, "timestamp_out_of_window");
    }

    @Test
    void leadingZerosAreSignedAsTheyCame() throws IOException {
        Checks.answer(DOOR.send(DOOR.fresh(1).timestamp("0".repeat(20) + now())), 200);
    }

    @Test
    void aNonceIsGoodForOneRequest() throws IOException {
        Call call = DOOR.fresh(1).header("X-Nonce", "nonce-good-for-one");
        Checks.answer(DOOR.send(call), 200);
        Checks.flat(DOOR.send(call), 409, "nonce_replayed");
        Checks.flat(DOOR.send(DOOR.fresh(1).header("X-Nonce", "nonce-good-for-one")), 409, "nonce_replayed");
    }

    @Test
    void anotherApplicationMayUseTheSameNonce() throws IOException {
        Checks.answer(DOOR.send(DOOR.fresh(1).header("X-Nonce", "nonce-of-two")), 200);
        Call other = DOOR.running()
                .call(DOOR.other(), Dialect.SDK, "{\"events\":[{}]}".getBytes(UTF_8))
                .header("X-Nonce", "nonce-of-two");
        Checks.answer(DOOR.send(other), 207);
    }

    @Test
    void aWrongSignatureUsesNoNonceUp() throws IOException {
        Call call = DOOR.fresh(1).header("X-Nonce", "nonce-of-a-stranger");
        Checks.flat(DOOR.send(call.secret("wrong")), 401, "unauthorized");
        Checks.answer(DOOR.send(call.secret(DOOR.tenant().secret())), 200);
    }

    @Test
    void aRequestThatIsRefusedForItsBodyHasUsedItsNonce() throws IOException {
        byte[] body = "no json".getBytes(UTF_8);
        Call call = DOOR.call(Dialect.SDK, body).header("X-Nonce", "nonce-of-bad-json");
        Checks.flat(DOOR.send(call), 400, "invalid_json");
        Checks.flat(DOOR.send(call), 409, "nonce_replayed");
    }

    @Test
    void aNonceIsKeptForAsLongAsItsRequestCouldPassTheWindow() throws IOException {
        Call call = DOOR.fresh(1).header("X-Nonce", "nonce-from-the-future").timestamp(now() + 600);
        Checks.answer(DOOR.send(call), 200);
        CLOCK.advance(Duration.ofMinutes(20));
        Checks.flat(DOOR.send(call), 409, "nonce_replayed");
        CLOCK.advance(Duration.ofSeconds(1));
        Checks.flat(DOOR.send(call), 403, "timestamp_out_of_window");
        // as long as a body may take, and its answer, and half a minute
        CLOCK.advance(Duration.ofSeconds(300 + 10 + 30));
        Checks.answer(DOOR.send(DOOR.fresh(1).header("X-Nonce", "nonce-from-the-future")), 200);
    }

    @Test
    void aNonceIsKeptWhileABodyWhoseHeadWasInTimeIsStillArriving() throws IOException {
        Call call = DOOR.fresh(1).header("X-Nonce", "nonce-of-a-slow-body");
        Checks.answer(DOOR.send(call), 200);
        CLOCK.advance(Duration.ofMinutes(10));
        try (Wire wire = DOOR.wire()) {
            wire.send(call.head());
            Await.untilEqual("requests under way", 1.0, () -> DOOR.metric("ingest_inflight_requests"));
            CLOCK.advance(Duration.ofSeconds(299));
            Checks.flat(wire.send(call.sent()).read(), 409, "nonce_replayed");
        }
    }

    private static long now() {
        return CLOCK.instant().getEpochSecond();
    }
}
