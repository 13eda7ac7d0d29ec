/**
 * Loops that run for as long as their process and say how they fare.
 */
@NullMarked
package dev.clacks.common.lifecycle;

import org.jspecify.annotations.NullMarked;
