/**
 * The rules of what is due.
 */
@NullMarked
package dev.clacks.archiver.plan;

import org.jspecify.annotations.NullMarked;
