package dev.clacks.ingest.request;

import dev.clacks.common.admin.http.JsonMediaType;
import dev.clacks.ingest.answer.Code;
import dev.clacks.ingest.answer.Refusal;
import dev.clacks.ingest.answer.RefusedException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a batch, well-formed.
 *
 * @param timestamp {@code X-Timestamp} as it came, since it is signed as it came
 * @param seconds its value, Unix seconds; {@link Long#MAX_VALUE} where it has more than 18 digits
 * @param nonce {@code X-Nonce}; null selects the documented dialect
 * @param signature the 32 bytes of {@code X-Signature}
 * @param token the bearer token, or null where none was sent
 * @param coding the body's Content-Encoding
 * @param batchSize {@code X-Batch-Size}, -1 where absent
 * @param doNotTrack whether {@code DNT: 1} was sent
 * @param sdk whether an SDK of telemetry-kit calls
 * @param traceparent a valid W3C traceparent, or null
 */
@SuppressWarnings("ArrayRecordComponent") // a value on its way, never compared
public record RequestHeaders(
        String timestamp,
        long seconds,
        @Nullable String nonce,
        byte[] signature,
        @Nullable String token,
        Coding coding,
        int batchSize,
        boolean doNotTrack,
        boolean sdk,
        @Nullable String traceparent) {

    /** Most characters of a nonce. */
    public static final int MOST_OF_NONCE = 128;

    private static final String BEARER = "bearer ";
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");
    private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{8," + MOST_OF_NONCE + "}");
    private static final Pattern SIGNATURE = Pattern.compile("[0-9a-f]{64}");

    /**
     * Checks the form of every header, in the protocol's order.
     *
     * @param headers from a header's name to its values, empty where absent
     */
    public static RequestHeaders parse(Function<String, List<String>> headers) throws RefusedException {
        String timestamp = timestamp(headers.apply("X-Timestamp"));
        String nonce = nonce(headers.apply("X-Nonce"));
        Coding coding = coding(headers.apply("Content-Encoding"));
        int batchSize = batchSize(headers.apply("X-Batch-Size"));
        String token = token(headers.apply("Authorization"));
        byte[] signature = signature(headers.apply("X-Signature"));
        return new RequestHeaders(
                timestamp,
                seconds(timestamp),
                nonce,
                signature,
                token,
                coding,
                batchSize,
                headers.apply("DNT").contains("1"),
                SdkVersion.isSdk(first(headers.apply("X-SDK-Version"))),
                TraceParent.of(only(headers.apply("traceparent"))));
    }

    /** Refuses a body that does not say it is JSON in UTF-8. */
    public static void checkMediaType(List<String> contentType) throws RefusedException {
        if (!JsonMediaType.isIn(contentType)) {
            throw new RefusedException(Code.UNSUPPORTED_MEDIA_TYPE, JsonMediaType.REQUIRED);
        }
    }

    /** {@code X-Timestamp} as it came. */
    public static String timestamp(List<String> values) throws RefusedException {
        String value = only(values);
        if (value == null || !DIGITS.matcher(value).matches()) {
            throw new RefusedException(
                    Code.INVALID_TIMESTAMP_HEADER,
                    "X-Timestamp must be there once and be Unix seconds in decimal digits.");
        }
        return value;
    }

    /** The value of {@code X-Timestamp}; {@link Long#MAX_VALUE} where it has more than 18 digits. */
    public static long seconds(String digits) {
        int zeros = 0;
        while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
            zeros++;
        }
        return digits.length() - zeros > 18 ? Long.MAX_VALUE : Long.parseLong(digits.substring(zeros));
    }

    /** {@code X-Nonce}, or null where it is absent. */
    public static @Nullable String nonce(List<String> values) throws RefusedException {
        if (values.isEmpty()) {
            return null;
        }
        String value = only(values);
        if (value == null || !isNonce(value)) {
            throw new RefusedException(Code.INVALID_NONCE, "X-Nonce must be 8 to 128 characters of A-Z a-z 0-9 _ -.");
        }
        return value;
    }

    /** Whether a text has the form of a nonce. */
    public static boolean isNonce(String text) {
        return NONCE.matcher(text).matches();
    }

    /** What {@code Content-Encoding} says. */
    public static Coding coding(List<String> values) throws RefusedException {
        if (values.isEmpty()) {
            return Coding.IDENTITY;
        }
        String value = only(values);
        String name = value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
        return switch (name) {
            case "identity" -> Coding.IDENTITY;
            case "gzip", "x-gzip" -> Coding.GZIP;
            default ->
                throw new RefusedException(
                        Code.INVALID_ENCODING, "Content-Encoding must be gzip or identity, or absent.");
        };
    }

    /** {@code X-Batch-Size}, -1 where it is absent. */
    public static int batchSize(List<String> values) throws RefusedException {
        if (values.isEmpty()) {
            return -1;
        }
        String value = only(values);
        if (value == null || value.length() > 9 || !DIGITS.matcher(value).matches()) {
            throw new RefusedException(Code.BATCH_SIZE_MISMATCH, "X-Batch-Size must be the number of events.");
        }
        return Integer.parseInt(value);
    }

    /** The bearer token, null where no Authorization is sent; anything else in that header is refused. */
    public static @Nullable String token(List<String> values) throws RefusedException {
        if (values.isEmpty()) {
            return null;
        }
        String value = only(values);
        if (value == null || !value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new RefusedException(Refusal.unauthorized());
        }
        String token = value.substring(BEARER.length()).strip();
        if (token.isEmpty() || token.length() > 1024) {
            throw new RefusedException(Refusal.unauthorized());
        }
        return token;
    }

    /** The 32 bytes of {@code X-Signature}. */
    public static byte[] signature(List<String> values) throws RefusedException {
        String value = only(values);
        if (value == null || !SIGNATURE.matcher(value).matches()) {
            throw new RefusedException(Refusal.unauthorized());
        }
        return HexFormat.of().parseHex(value);
    }

    private static @Nullable String first(List<String> values) {
        return values.isEmpty() ? null : values.getFirst();
    }

    /** The one value, or null where there is none or more than one: a header given twice can mean two things. */
    private static @Nullable String only(List<String> values) {
        return values.size() == 1 ? values.getFirst() : null;
    }
}
