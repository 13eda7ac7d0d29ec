/** The frame of a command line: named commands, the arguments that several share, and what a failure looks like. */
@NullMarked
package dev.clacks.bench.cli;

import org.jspecify.annotations.NullMarked;
