/**
 * Waiting between attempts.
 */
@NullMarked
package dev.clacks.common.retry;

import org.jspecify.annotations.NullMarked;
