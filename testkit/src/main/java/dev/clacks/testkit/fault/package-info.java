/** Faults of the network between two processes, on demand. */
@NullMarked
package dev.clacks.testkit.fault;

import org.jspecify.annotations.NullMarked;
