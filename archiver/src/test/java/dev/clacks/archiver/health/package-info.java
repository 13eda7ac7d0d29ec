/**
 * The pulse.
 */
@NullMarked
package dev.clacks.archiver.health;

import org.jspecify.annotations.NullMarked;
