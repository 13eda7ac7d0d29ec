/** What the configured tiers and the database say differently. */
@NullMarked
package dev.clacks.ingest.tiers;

import org.jspecify.annotations.NullMarked;
