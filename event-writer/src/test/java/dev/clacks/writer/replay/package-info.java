/** Tests of what replays decide. */
@NullMarked
package dev.clacks.writer.replay;

import org.jspecify.annotations.NullMarked;
