/** Servers of a measurement's own, writers on them as processes, and the CPU time of all of them. */
@NullMarked
package dev.clacks.bench.lab;

import org.jspecify.annotations.NullMarked;
