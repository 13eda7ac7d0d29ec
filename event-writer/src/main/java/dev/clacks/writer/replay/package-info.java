/**
 * Brings events back, from Kafka by time or offset and from {@code failed_events} by filter, beside the running writers and
 * never in their group.
 */
@NullMarked
package dev.clacks.writer.replay;

import org.jspecify.annotations.NullMarked;
