/**
 * Every metric of the door in one place, with its name, labels and help. No label names an organisation or application.
 */
@NullMarked
package dev.clacks.ingest.metrics;

import org.jspecify.annotations.NullMarked;
