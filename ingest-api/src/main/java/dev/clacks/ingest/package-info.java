/**
 * The front door: authenticates a batch and acknowledges it by producing to Kafka.
 */
@NullMarked
package dev.clacks.ingest;

import org.jspecify.annotations.NullMarked;
