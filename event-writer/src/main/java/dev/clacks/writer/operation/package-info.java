/**
 * What operators have done: who did it, what it has come to, and how it is resumed after a kill.
 */
@NullMarked
package dev.clacks.writer.operation;

import org.jspecify.annotations.NullMarked;
