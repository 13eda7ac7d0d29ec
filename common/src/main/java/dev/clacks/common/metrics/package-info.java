/**
 * The metrics registry and its text form.
 */
@NullMarked
package dev.clacks.common.metrics;

import org.jspecify.annotations.NullMarked;
