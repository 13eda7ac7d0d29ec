/**
 * The command line.
 */
@NullMarked
package dev.clacks.archiver.command;

import org.jspecify.annotations.NullMarked;
