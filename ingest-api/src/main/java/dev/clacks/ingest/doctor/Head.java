package dev.clacks.ingest.doctor;

import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.auth.TimeWindow;
import dev.clacks.ingest.request.Coding;
import dev.clacks.ingest.request.RequestHeaders;
import dev.clacks.ingest.request.SdkVersion;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What can be made of a request's headers, well-formed or not: a signature can be looked at although another header is wrong.
 *
 * @param timestamp X-Timestamp as it came, null unless there is one
 * @param seconds its value, {@link Long#MAX_VALUE} where it is no number
 * @param nonce X-Nonce as it came
 * @param signature what X-Signature says, null where that cannot be read
 * @param token the bearer token
 * @param coding how the body is encoded
 * @param batchSize X-Batch-Size, -1 where there is none of use
 */
record Head(
        @Nullable String timestamp,
        long seconds,
        @Nullable String nonce,
        @Nullable SentSignature signature,
        @Nullable String token,
        Coding coding,
        int batchSize,
        boolean doNotTrack,
        boolean sdk) {

    private static final long[] FINER = {1_000, 1_000_000, 1_000_000_000};

    private interface Reading<T> {
        T of(List<String> values) throws RefusedException;
    }

    /** Reads them, and says what is wrong with each. */
    static Head examine(Function<String, List<String>> headers, Instant now, Diagnosis diagnosis) {
        read(diagnosis, Step.Name.MEDIA_TYPE, "It is JSON.", headers.apply("Content-Type"), values -> {
            RequestHeaders.checkMediaType(values);
            return true;
        });
        List<String> timestamps = headers.apply("X-Timestamp");
        String timestamp =
                read(diagnosis, Step.Name.TIMESTAMP_HEADER, "It is a number.", timestamps, RequestHeaders::timestamp);
        List<String> nonces = headers.apply("X-Nonce");
        read(
                diagnosis,
                Step.Name.NONCE_HEADER,
                nonces.isEmpty()
                        ? "There is none: the signed message is \"X-Timestamp:body\"."
                        : "It is well-formed: the signed message is \"X-Timestamp:X-Nonce:body\".",
                nonces,
                values -> String.valueOf(RequestHeaders.nonce(values)));
        Coding coding = read(
                diagnosis,
                Step.Name.ENCODING_HEADER,
                "The coding is known.",
                headers.apply("Content-Encoding"),
                RequestHeaders::coding);
        Integer batchSize = read(
                diagnosis,
                Step.Name.BATCH_SIZE_HEADER,
                "It is a number, or absent.",
                headers.apply("X-Batch-Size"),
                RequestHeaders::batchSize);
        String token = token(headers.apply("Authorization"), diagnosis);
        SentSignature signature = signature(headers.apply("X-Signature"), diagnosis);
        long seconds = timestamp == null ? Long.MAX_VALUE : RequestHeaders.seconds(timestamp);
        if (timestamp != null) {
            timeWindow(seconds, now, diagnosis);
        }
        return new Head(
                timestamps.size() == 1 ? timestamps.getFirst() : null,
                seconds,
                nonces.size() == 1 ? nonces.getFirst() : null,
                signature,
                token,
                coding == null ? Coding.IDENTITY : coding,
                batchSize == null ? -1 : batchSize,
                headers.apply("DNT").contains("1"),
                headers.apply("X-SDK-Version").stream()
                        .findFirst()
                        .filter(SdkVersion::isSdk)
                        .isPresent());
    }

    private static <T> @Nullable T read(
            Diagnosis diagnosis, Step.Name step, String fine, List<String> values, Reading<T> reading) {
        try {
            T value = reading.of(values);
            diagnosis.passes(step, fine);
            return value;
        } catch (RefusedException e) {
            diagnosis.fails(step, e.refusal(), values.size() > 1 ? "The header is there more than once." : null);
            return null;
        }
    }

    private static @Nullable String token(List<String> values, Diagnosis diagnosis) {
        try {
            String token = RequestHeaders.token(values);
            diagnosis.passes(
                    Step.Name.AUTHORIZATION_HEADER,
                    token == null ? "No token is sent, and none is needed here." : "It is a bearer token.",
                    token == null ? "At /events/batch a bearer token is required." : null);
            return token;
        } catch (RefusedException e) {
            diagnosis.fails(
                    Step.Name.AUTHORIZATION_HEADER,
                    Code.UNAUTHORIZED,
                    "Authorization must be \"Bearer\" and one token, once, or absent.",
                    null);
            return null;
        }
    }

    private static @Nullable SentSignature signature(List<String> values, Diagnosis diagnosis) {
        SentSignature signature = SentSignature.of(values);
        if (signature != null && signature.wellFormed()) {
            diagnosis.passes(Step.Name.SIGNATURE_HEADER, "It is 64 lower-case hex digits.");
        } else {
            diagnosis.fails(
                    Step.Name.SIGNATURE_HEADER,
                    Code.UNAUTHORIZED,
                    "X-Signature must be there once: HMAC-SHA256 as 64 lower-case hex digits.",
                    signature == null ? null : signature.hint());
        }
        return signature;
    }

    private static void timeWindow(long seconds, Instant now, Diagnosis diagnosis) {
        long ahead = seconds == Long.MAX_VALUE ? seconds : seconds - now.getEpochSecond();
        if (ahead != Long.MAX_VALUE) {
            diagnosis.fact("clock_skew_seconds", ahead);
        }
        try {
            TimeWindow.check(seconds, now);
            diagnosis.passes(Step.Name.TIME_WINDOW, skew(ahead));
        } catch (RefusedException e) {
            String hint = "Set the client's clock, and sign anew at each attempt.";
            for (long parts : FINER) {
                if (Math.abs(seconds / parts - now.getEpochSecond()) <= TimeWindow.SECONDS) {
                    hint = "It is a time in 1/" + parts + " s: send Unix seconds.";
                }
            }
            diagnosis.fails(
                    Step.Name.TIME_WINDOW,
                    Code.TIMESTAMP_OUT_OF_WINDOW,
                    skew(ahead) + " At most " + TimeWindow.SECONDS + " s are allowed.",
                    hint);
        }
    }

    private static String skew(long ahead) {
        if (ahead == Long.MAX_VALUE) {
            return "X-Timestamp is beyond any clock.";
        }
        return ahead == 0
                ? "X-Timestamp is the server's time."
                : "X-Timestamp is " + Math.abs(ahead) + " s " + (ahead > 0 ? "ahead of" : "behind")
                        + " the server's clock.";
    }
}
