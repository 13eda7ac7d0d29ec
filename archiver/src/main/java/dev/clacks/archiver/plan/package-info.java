/**
 * Which leaf partitions may be archived. Pure: the database and Kafka were asked before.
 */
@NullMarked
package dev.clacks.archiver.plan;

import org.jspecify.annotations.NullMarked;
