/**
 * The state machine of a run.
 */
@NullMarked
package dev.clacks.archiver.run;

import org.jspecify.annotations.NullMarked;
