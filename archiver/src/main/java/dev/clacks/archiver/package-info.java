/**
 * The archiver: aged partitions leave PostgreSQL for S3-compatible storage, proven before they are dropped.
 */
@NullMarked
package dev.clacks.archiver;

import org.jspecify.annotations.NullMarked;
