/**
 * Signed batches and load, sent from outside.
 */
@NullMarked
package dev.clacks.bench;

import org.jspecify.annotations.NullMarked;
