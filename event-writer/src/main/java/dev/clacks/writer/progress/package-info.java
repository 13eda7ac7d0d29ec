/**
 * Where a partition is read from: what {@code writer_progress} and Kafka say, what follows from it, and the claim that
 * makes it ours.
 */
@NullMarked
package dev.clacks.writer.progress;

import org.jspecify.annotations.NullMarked;
