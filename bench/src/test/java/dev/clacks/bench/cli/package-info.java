@NullMarked
package dev.clacks.bench.cli;

import org.jspecify.annotations.NullMarked;
