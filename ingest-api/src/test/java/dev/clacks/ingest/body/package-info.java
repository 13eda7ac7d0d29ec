/** Bodies in pieces and their inflating. */
@NullMarked
package dev.clacks.ingest.body;

import org.jspecify.annotations.NullMarked;
