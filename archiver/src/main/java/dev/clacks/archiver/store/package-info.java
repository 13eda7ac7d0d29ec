/**
 * The object store: S3 and what speaks its protocol.
 */
@NullMarked
package dev.clacks.archiver.store;

import org.jspecify.annotations.NullMarked;
