/**
 * The command line.
 */
@NullMarked
package dev.clacks.writer.command;

import org.jspecify.annotations.NullMarked;
