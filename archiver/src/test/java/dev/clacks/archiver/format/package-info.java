/**
 * Rows as bytes and back, and what is compared.
 */
@NullMarked
package dev.clacks.archiver.format;

import org.jspecify.annotations.NullMarked;
