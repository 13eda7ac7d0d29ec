/**
 * An event as the archive holds it, the file formats, the digests and the manifest.
 */
@NullMarked
package dev.clacks.archiver.format;

import org.jspecify.annotations.NullMarked;
