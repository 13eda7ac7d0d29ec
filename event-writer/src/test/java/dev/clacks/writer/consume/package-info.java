/** The loop's decisions, with a database and a Kafka that are played. */
@NullMarked
package dev.clacks.writer.consume;

import org.jspecify.annotations.NullMarked;
