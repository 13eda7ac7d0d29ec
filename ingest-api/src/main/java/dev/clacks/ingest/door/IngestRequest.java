package dev.clacks.ingest.door;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.clacks.ingest.request.RequestHeaders;
import dev.clacks.ingest.request.Target;
import java.time.Instant;

/**
 * A batch whose body has arrived and been inflated.
 *
 * @param body its first {@code length} bytes are what was signed
 * @param receivedAt when the last byte came
 */
@SuppressWarnings("ArrayRecordComponent") // a value on its way, never compared
record IngestRequest(Target target, RequestHeaders headers, byte[] body, int length, Instant receivedAt) {

    /**
     * Whether its signature may be that of a request with a nonce, of which somebody who saw it took the header away and put
     * the nonce before the body: then {@code timestamp:nonce:body} is signed either way. No JSON begins so.
     */
    boolean beginsWithNonce() {
        if (headers.nonce() != null) {
            return false;
        }
        int most = Math.min(length, RequestHeaders.MOST_OF_NONCE + 1);
        for (int i = 0; i < most; i++) {
            if (body[i] == ':') {
                return RequestHeaders.isNonce(new String(body, 0, i, ISO_8859_1));
            }
        }
        return false;
    }
}
