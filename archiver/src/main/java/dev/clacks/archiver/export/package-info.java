/**
 * What a detached leaf goes through: what does not belong into the archive leaves it, the rest is written to objects, and
 * the objects are read back and compared.
 */
@NullMarked
package dev.clacks.archiver.export;

import org.jspecify.annotations.NullMarked;
