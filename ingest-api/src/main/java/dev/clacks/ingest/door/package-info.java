/**
 * A batch's way through the door: routes, one exchange for each request, the steps between a body and its answer.
 */
@NullMarked
package dev.clacks.ingest.door;

import org.jspecify.annotations.NullMarked;
