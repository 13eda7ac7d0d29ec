/** Records into rows, without I/O. */
@NullMarked
package dev.clacks.writer.chunk;

import org.jspecify.annotations.NullMarked;
