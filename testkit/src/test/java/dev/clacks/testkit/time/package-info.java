/** Tests of the clock and of waiting. */
@NullMarked
package dev.clacks.testkit.time;

import org.jspecify.annotations.NullMarked;
