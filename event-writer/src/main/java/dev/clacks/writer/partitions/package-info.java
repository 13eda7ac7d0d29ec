/**
 * The leaves of the partitioned tables, as operators see and make them.
 */
@NullMarked
package dev.clacks.writer.partitions;

import org.jspecify.annotations.NullMarked;
