/**
 * Which clock to ask.
 */
@NullMarked
package dev.clacks.common.time;

import org.jspecify.annotations.NullMarked;
