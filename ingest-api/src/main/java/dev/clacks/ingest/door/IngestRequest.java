package dev.clacks.ingest.door;

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
record IngestRequest(Target target, RequestHeaders headers, byte[] body, int length, Instant receivedAt) {}
