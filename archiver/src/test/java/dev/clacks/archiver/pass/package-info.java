/**
 * Passes on a real database and a real bucket, whatever breaks.
 */
@NullMarked
package dev.clacks.archiver.pass;

import org.jspecify.annotations.NullMarked;
