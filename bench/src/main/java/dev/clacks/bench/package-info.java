/** The commands that drive a server from outside: send signed batches, put it under load, measure how it recovers. */
@NullMarked
package dev.clacks.bench;

import org.jspecify.annotations.NullMarked;
