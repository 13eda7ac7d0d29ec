package dev.clacks.ingest.publish;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.clacks.common.event.Rejection;
import dev.clacks.common.event.ScannedEvent;
import dev.clacks.common.kafka.EventHeaders;
import dev.clacks.common.kafka.Topics;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Makes the records of a batch: the client's own bytes, never written anew. All go to one partition of their topic,
 * chosen by the first event's id: one full Kafka batch instead of many scraps, and the same one when the client sends the
 * batch again. Not thread-safe.
 */
final class BatchRecords {

    /** Most bytes of a quarantined event that are kept. */
    static final int RAW_LIMIT = 256 * 1024;

    private final Publication publication;
    private final Topics topics;
    private final int hash;
    private final List<Header> shared = new ArrayList<>(4);

    BatchRecords(Publication publication, Topics topics) {
        this.publication = publication;
        this.topics = topics;
        UUID first = publication.batch().events().getFirst().id();
        this.hash = first == null ? 0 : spread(first);
        shared.add(header(EventHeaders.ORG_ID, publication.orgId()));
        shared.add(header(EventHeaders.APP_ID, publication.appId()));
        shared.add(header(EventHeaders.VERSION, EventHeaders.FORMAT_VERSION));
        String traceparent = publication.traceparent();
        if (traceparent != null) {
            shared.add(header(EventHeaders.TRACEPARENT, traceparent));
        }
    }

    /** The record of one event, for the events' or the quarantine's topic. */
    ProducerRecord<byte[], byte[]> of(ScannedEvent event, int eventPartitions, int failedPartitions) {
        Rejection rejection = event.rejection();
        UUID id = event.id();
        byte[] key = id == null ? null : id.toString().getBytes(UTF_8);
        long timestamp = publication.receivedAt().toEpochMilli();
        if (rejection == null) {
            byte[] value = Arrays.copyOfRange(publication.body(), event.start(), event.end());
            return new ProducerRecord<>(
                    topics.events(), Math.floorMod(hash, eventPartitions), timestamp, key, value, shared);
        }
        byte[] value = Arrays.copyOfRange(
                publication.body(), event.start(), event.start() + Math.min(event.length(), RAW_LIMIT));
        return new ProducerRecord<>(
                topics.failed(),
                Math.floorMod(hash, failedPartitions),
                timestamp,
                key,
                value,
                failedHeaders(event, rejection));
    }

    private List<Header> failedHeaders(ScannedEvent event, Rejection rejection) {
        var headers = new ArrayList<Header>(shared);
        headers.add(header(EventHeaders.ERROR_CODE, rejection.code().code()));
        headers.add(header(EventHeaders.ERROR_FIELD, rejection.field()));
        headers.add(header(EventHeaders.ERROR_MESSAGE, rejection.message()));
        headers.add(header(EventHeaders.RAW_LENGTH, Integer.toString(event.length())));
        headers.add(header(EventHeaders.RAW_SHA256, sha256(publication.body(), event.start(), event.length())));
        return headers;
    }

    /** A hash that stays the same over versions and processes; UUIDs of version 4 are random already. */
    private static int spread(UUID id) {
        return Long.hashCode(id.getMostSignificantBits() ^ id.getLeastSignificantBits());
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, value.getBytes(UTF_8));
    }

    private static String sha256(byte[] bytes, int start, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, start, length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
