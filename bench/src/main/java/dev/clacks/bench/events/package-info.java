/** Events to send: read from a file as they stand there, or generated. */
@NullMarked
package dev.clacks.bench.events;

import org.jspecify.annotations.NullMarked;
