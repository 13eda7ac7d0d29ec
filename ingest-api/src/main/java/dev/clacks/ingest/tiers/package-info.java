/**
 * What organisations of each tier may send and how long their events stay, as configured, and whether the database agrees.
 */
@NullMarked
package dev.clacks.ingest.tiers;

import org.jspecify.annotations.NullMarked;
