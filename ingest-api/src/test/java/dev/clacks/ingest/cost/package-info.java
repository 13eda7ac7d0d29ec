/** What a batch costs the door, beside what its unavoidable parts cost in the same process. */
@NullMarked
package dev.clacks.ingest.cost;

import org.jspecify.annotations.NullMarked;
