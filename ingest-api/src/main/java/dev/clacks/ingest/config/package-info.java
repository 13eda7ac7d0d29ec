/**
 * The settings of the door, one record for each node of the YAML, with units, bounds and defaults.
 */
@NullMarked
package dev.clacks.ingest.config;

import org.jspecify.annotations.NullMarked;
