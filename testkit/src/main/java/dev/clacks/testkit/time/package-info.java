/** Time in tests: a clock that stands still until it is moved, and waiting for what can be observed instead of for time. */
@NullMarked
package dev.clacks.testkit.time;

import org.jspecify.annotations.NullMarked;
