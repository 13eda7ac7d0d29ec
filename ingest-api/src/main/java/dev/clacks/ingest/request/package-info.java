/**
 * What a request says in its path and headers, and whether it says it correctly. Pure: no clock, no input or output.
 */
@NullMarked
package dev.clacks.ingest.request;

import org.jspecify.annotations.NullMarked;
