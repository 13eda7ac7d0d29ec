package dev.clacks.writer.chunk;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that has not been decoded yet. In a careful chunk it stays so until it is marked "in hand": one like it may have
 * killed this process before.
 *
 * @param record as it came from Kafka
 */
public record RawRow(ConsumerRecord<byte[], byte[]> record) implements Row {

    @Override
    public long offset() {
        return record.offset();
    }

    @Override
    public long receivedAtMillis() {
        return ReceiptTime.millis(record);
    }

    /** What it will weigh decoded: so much room is needed then. */
    @Override
    public int weight() {
        return EventRow.weight(Math.max(0, record.serializedValueSize()));
    }
}
