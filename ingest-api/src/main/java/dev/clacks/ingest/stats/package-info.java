/**
 * Statistics: how many events an application, or an organisation with all of its applications, has sent, by time and by type.
 * Read from the counts that the writers keep, never from the events; {@code Period} is pure, {@code EventCountsSource} asks
 * PostgreSQL, {@code StatisticsCache} stands between it and whoever asks too often.
 */
@NullMarked
package dev.clacks.ingest.stats;

import org.jspecify.annotations.NullMarked;
