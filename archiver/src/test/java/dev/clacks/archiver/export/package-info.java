/**
 * What leaves a detached leaf before it is archived.
 */
@NullMarked
package dev.clacks.archiver.export;

import org.jspecify.annotations.NullMarked;
