@NullMarked
package dev.clacks.bench.write;

import org.jspecify.annotations.NullMarked;
