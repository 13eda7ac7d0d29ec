/**
 * The state machine of one archived partition, and the one lock that everything happens under.
 */
@NullMarked
package dev.clacks.archiver.run;

import org.jspecify.annotations.NullMarked;
