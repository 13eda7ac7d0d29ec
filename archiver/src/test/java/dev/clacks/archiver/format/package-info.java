/**
 * Rows, their digests, and both file formats.
 */
@NullMarked
package dev.clacks.archiver.format;

import org.jspecify.annotations.NullMarked;
