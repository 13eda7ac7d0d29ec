/** Load, with a ledger of what was acknowledged, and how soon a pipeline recovers from the death of a process. */
@NullMarked
package dev.clacks.bench.load;

import org.jspecify.annotations.NullMarked;
