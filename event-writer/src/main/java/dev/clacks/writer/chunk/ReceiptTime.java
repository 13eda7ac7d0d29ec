package dev.clacks.writer.chunk;

import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * When a record was received, in milliseconds since the epoch: its timestamp, where that is a time which a door can have put
 * there and PostgreSQL can hold. Brokers that are told to keep any timestamp do.
 */
public final class ReceiptTime {

    /** Stands for all others: the same whoever reads the record, and earlier than any progress. */
    public static final long UNKNOWN = 0;

    private static final long TOO_LATE = Instant.parse("9999-01-01T00:00:00Z").toEpochMilli();

    private ReceiptTime() {}

    static boolean known(ConsumerRecord<byte[], byte[]> record) {
        return record.timestamp() >= 0 && record.timestamp() < TOO_LATE;
    }

    static long millis(ConsumerRecord<byte[], byte[]> record) {
        return known(record) ? record.timestamp() : UNKNOWN;
    }
}
