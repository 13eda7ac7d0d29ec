/**
 * The writer's metrics: every name, label and help text in one class.
 */
@NullMarked
package dev.clacks.writer.metrics;

import org.jspecify.annotations.NullMarked;
