/** End to end, on the real processes: what {@code ./clacks} does for its users, and what it withstands. */
@NullMarked
package dev.clacks.standalone;

import org.jspecify.annotations.NullMarked;
