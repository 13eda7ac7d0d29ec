/** The wire protocol, row by row, against the running door. */
@NullMarked
package dev.clacks.ingest.protocol;

import org.jspecify.annotations.NullMarked;
