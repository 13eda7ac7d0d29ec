/** The way back out of the archive. */
@NullMarked
package dev.clacks.archiver.restore;

import org.jspecify.annotations.NullMarked;
