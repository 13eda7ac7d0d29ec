/**
 * Rows out of a detached partition into objects, and the proof that the objects hold them.
 */
@NullMarked
package dev.clacks.archiver.export;

import org.jspecify.annotations.NullMarked;
