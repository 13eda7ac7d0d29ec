/**
 * What keeps memory bounded by configuration and not by load, and callers within their share.
 */
@NullMarked
package dev.clacks.ingest.limits;

import org.jspecify.annotations.NullMarked;
