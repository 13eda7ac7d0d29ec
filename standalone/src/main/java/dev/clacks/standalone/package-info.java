/**
 * The whole pipeline on one machine.
 */
@NullMarked
package dev.clacks.standalone;

import org.jspecify.annotations.NullMarked;
