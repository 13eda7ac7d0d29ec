/**
 * A request's body: read without holding a thread, counted against the budget, inflated within limits.
 */
@NullMarked
package dev.clacks.ingest.body;

import org.jspecify.annotations.NullMarked;
