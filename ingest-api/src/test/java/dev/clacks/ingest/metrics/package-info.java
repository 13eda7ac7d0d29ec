/** What the door counts. */
@NullMarked
package dev.clacks.ingest.metrics;

import org.jspecify.annotations.NullMarked;
