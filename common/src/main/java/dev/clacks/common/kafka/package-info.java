/**
 * Topics, record headers and the one factory of every Kafka client.
 */
@NullMarked
package dev.clacks.common.kafka;

import org.jspecify.annotations.NullMarked;
