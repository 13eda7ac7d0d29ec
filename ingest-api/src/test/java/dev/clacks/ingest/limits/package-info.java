/** Budgets, rates, and from where a request comes. */
@NullMarked
package dev.clacks.ingest.limits;

import org.jspecify.annotations.NullMarked;
