/**
 * Partitions made ahead, counts folded, what has aged out dropped.
 */
@NullMarked
package dev.clacks.archiver.upkeep;

import org.jspecify.annotations.NullMarked;
