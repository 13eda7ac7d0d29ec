package dev.clacks.ingest.doctor;

import dev.clacks.ingest.answer.RefusedException;
import dev.clacks.ingest.request.RequestHeaders;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The signature that a client sent, however it is written.
 *
 * @param bytes its 32 bytes
 * @param wellFormed whether it is written as the protocol wants
 * @param hint what to do about it; empty where it is well-formed
 */
@SuppressWarnings("ArrayRecordComponent") // a value on its way, never compared
record SentSignature(byte[] bytes, boolean wellFormed, String hint) {

    private static final int BYTES = 32;
    private static final Pattern PREFIX = Pattern.compile("(?i)(hmac-)?sha-?256[=: ]\\s*");

    /** The signature, or null where there is none that can be read. */
    static @Nullable SentSignature of(List<String> header) {
        try {
            return new SentSignature(RequestHeaders.signature(header), true, "");
        } catch (RefusedException e) {
            return header.size() == 1 ? lenient(header.getFirst()) : null;
        }
    }

    private static @Nullable SentSignature lenient(String value) {
        String bare = PREFIX.matcher(value.strip()).replaceFirst("").strip();
        try {
            byte[] bytes = HexFormat.of().parseHex(bare.toLowerCase(Locale.ROOT));
            if (bytes.length == BYTES) {
                return new SentSignature(
                        bytes, false, "Write it as 64 lower-case hex digits with nothing before or behind them.");
            }
        } catch (IllegalArgumentException e) {
            // perhaps base64
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(bare.replace('-', '+').replace('_', '/'));
            if (bytes.length == BYTES) {
                return new SentSignature(bytes, false, "It is base64: write it as 64 lower-case hex digits.");
            }
        } catch (IllegalArgumentException e) {
            // neither
        }
        return null;
    }
}
