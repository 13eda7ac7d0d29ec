/**
 * The way back.
 */
@NullMarked
package dev.clacks.archiver.restore;

import org.jspecify.annotations.NullMarked;
