/** The budget of requests and bytes. */
@NullMarked
package dev.clacks.ingest.limits;

import org.jspecify.annotations.NullMarked;
