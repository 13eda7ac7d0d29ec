/**
 * How many events tenants sent this month, and how many they may send. Read from {@code event_counts}, never from the
 * events; it lags by as much as the writers do.
 */
@NullMarked
package dev.clacks.ingest.usage;

import org.jspecify.annotations.NullMarked;
