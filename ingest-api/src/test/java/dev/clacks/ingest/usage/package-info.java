/** Months, quotas and their warnings. */
@NullMarked
package dev.clacks.ingest.usage;

import org.jspecify.annotations.NullMarked;
