/**
 * The states of a run, and its way out of the table, on a real server.
 */
@NullMarked
package dev.clacks.archiver.run;

import org.jspecify.annotations.NullMarked;
