package dev.clacks.ingest.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.clacks.ingest.running.Call;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A request made of arbitrary bytes: the first one says what is done with the rest, the second how many lines of headers
 * come before the body.
 *
 * @param headers by name, those that the bytes spoil instead of those that are right
 * @param rightSecret whether it is signed by the tenant
 * @param body as it is sent
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record FuzzedInput(Map<String, List<String>> headers, boolean rightSecret, byte[] body) {

    /** Which header a line of the bytes is for. */
    private static final List<String> NAMES = List.of(
            "Content-Type",
            "X-Timestamp",
            "X-Nonce",
            "Content-Encoding",
            "X-Batch-Size",
            "Authorization",
            "X-SDK-Version",
            "traceparent",
            "DNT",
            "X-Signature");

    static FuzzedInput of(byte[] input) {
        int flags = input.length > 0 ? input[0] : 0;
        int lines = input.length > 1 ? input[1] & 7 : 0;
        var headers = new HashMap<String, List<String>>();
        if ((flags & 1) != 0) {
            headers.put("X-Nonce", List.of("nonce-of-the-fuzzer"));
        }
        if ((flags & 2) != 0) {
            headers.put("X-SDK-Version", List.of("telemetry-kit-rust/0.3.0"));
        }
        int at = Math.min(2, input.length);
        for (; lines > 0 && at < input.length; lines--) {
            int end = at;
            while (end < input.length && input[end] != '\n') {
                end++;
            }
            String name = NAMES.get((input[at] & 0xff) % NAMES.size());
            headers.put(name, List.of(new String(input, at + 1, Math.max(0, end - at - 1), ISO_8859_1)));
            at = Math.min(input.length, end + 1);
        }
        byte[] rest = Arrays.copyOfRange(input, at, input.length);
        boolean squeeze = (flags & 4) != 0;
        if (squeeze || (flags & 8) != 0) {
            headers.put("Content-Encoding", List.of("gzip"));
        }
        return new FuzzedInput(headers, (flags & 16) == 0, squeeze ? Call.gzip(rest) : rest);
    }
}
