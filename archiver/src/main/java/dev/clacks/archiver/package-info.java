/**
 * Exports aged events to S3-compatible storage, verifies them there, and prunes.
 */
@NullMarked
package dev.clacks.archiver;

import org.jspecify.annotations.NullMarked;
