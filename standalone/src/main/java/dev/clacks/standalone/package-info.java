/** The whole pipeline on one machine: the program behind {@code ./clacks up} and {@code ./clacks demo}. */
@NullMarked
package dev.clacks.standalone;

import org.jspecify.annotations.NullMarked;
