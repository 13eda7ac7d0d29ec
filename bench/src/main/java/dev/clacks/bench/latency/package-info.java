/** How soon a single event is stored while nothing else happens. */
@NullMarked
package dev.clacks.bench.latency;

import org.jspecify.annotations.NullMarked;
