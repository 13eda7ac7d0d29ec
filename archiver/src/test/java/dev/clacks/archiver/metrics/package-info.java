/**
 * What the archiver tells Prometheus.
 */
@NullMarked
package dev.clacks.archiver.metrics;

import org.jspecify.annotations.NullMarked;
