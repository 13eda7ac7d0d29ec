/**
 * The writer as a whole, on a real broker and a real database: every clause of the promise about it (docs/DELIVERY.md, W1 to
 * W7), and what becomes of it under faults.
 */
@NullMarked
package dev.clacks.writer;

import org.jspecify.annotations.NullMarked;
