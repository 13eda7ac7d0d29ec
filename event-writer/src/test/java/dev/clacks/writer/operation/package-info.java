/** Who may go on with an operation. */
@NullMarked
package dev.clacks.writer.operation;

import org.jspecify.annotations.NullMarked;
