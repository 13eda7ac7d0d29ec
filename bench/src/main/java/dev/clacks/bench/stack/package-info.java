/** A running pipeline on this machine, as {@code up} describes it in {@code clacks.json}. */
@NullMarked
package dev.clacks.bench.stack;

import org.jspecify.annotations.NullMarked;
