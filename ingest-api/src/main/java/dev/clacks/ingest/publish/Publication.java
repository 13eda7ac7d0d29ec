package dev.clacks.ingest.publish;

import dev.clacks.common.event.ScannedBatch;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way into Kafka.
 *
 * @param body the request's body; only read, and only until {@code publish} returns
 * @param batch where its events stand
 * @param orgId canonical id of the organisation
 * @param appId canonical id of the application
 * @param receivedAt when the last byte arrived: the records' timestamp
 * @param traceparent W3C trace context of the request, or null
 */
@SuppressWarnings("ArrayRecordComponent") // a value on its way, never compared
public record Publication(
        byte[] body,
        ScannedBatch batch,
        String orgId,
        String appId,
        Instant receivedAt,
        @Nullable String traceparent) {}
