/**
 * What commands print.
 */
@NullMarked
package dev.clacks.archiver.command;

import org.jspecify.annotations.NullMarked;
