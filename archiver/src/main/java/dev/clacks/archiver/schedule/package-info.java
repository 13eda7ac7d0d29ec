/**
 * When the archiver acts by itself.
 */
@NullMarked
package dev.clacks.archiver.schedule;

import org.jspecify.annotations.NullMarked;
