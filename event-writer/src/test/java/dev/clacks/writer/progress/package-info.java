/** Where to begin reading, decided without I/O. */
@NullMarked
package dev.clacks.writer.progress;

import org.jspecify.annotations.NullMarked;
