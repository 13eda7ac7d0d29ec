/**
 * Upkeep on a real database.
 */
@NullMarked
package dev.clacks.archiver.upkeep;

import org.jspecify.annotations.NullMarked;
