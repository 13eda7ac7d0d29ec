/**
 * Archived rows back into a table, and the check of what the archive holds.
 */
@NullMarked
package dev.clacks.archiver.restore;

import org.jspecify.annotations.NullMarked;
