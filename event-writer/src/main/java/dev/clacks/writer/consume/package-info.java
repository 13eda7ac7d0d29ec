/**
 * From Kafka's poll to the commit of its offsets. {@link dev.clacks.writer.consume.PollLoop} is the only class that
 * touches the consumer; {@link dev.clacks.writer.consume.Lane} decides without I/O; the database is reached only through
 * a {@link dev.clacks.writer.consume.StoreWorker}, whose thread the loop never waits for but when it gives a partition
 * away.
 */
@NullMarked
package dev.clacks.writer.consume;

import org.jspecify.annotations.NullMarked;
