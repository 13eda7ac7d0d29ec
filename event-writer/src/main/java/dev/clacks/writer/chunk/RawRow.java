package dev.clacks.writer.chunk;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A record that is to be decoded only after it was marked "in hand": one like it may have killed this process before.
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
        return record.timestamp();
    }

    @Override
    public int weight() {
        return 200 + Math.max(0, record.serializedValueSize());
    }
}
