/** The way of a batch through the door without a server around it. */
@NullMarked
package dev.clacks.ingest.door;

import org.jspecify.annotations.NullMarked;
