/**
 * One pass of the archiver, from the lock to the result, and when it happens.
 */
@NullMarked
package dev.clacks.archiver.pass;

import org.jspecify.annotations.NullMarked;
