/** How fast writers drain a backlog, one and two of them, new events and copies, and what that costs whom. */
@NullMarked
package dev.clacks.bench.drain;

import org.jspecify.annotations.NullMarked;
