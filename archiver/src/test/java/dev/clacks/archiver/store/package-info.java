/**
 * Keys, and the bucket.
 */
@NullMarked
package dev.clacks.archiver.store;

import org.jspecify.annotations.NullMarked;
