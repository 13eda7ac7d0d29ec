/**
 * The way of a batch into Kafka: one interface, the producer behind it, and decorators for what can go wrong.
 */
@NullMarked
package dev.clacks.ingest.publish;

import org.jspecify.annotations.NullMarked;
