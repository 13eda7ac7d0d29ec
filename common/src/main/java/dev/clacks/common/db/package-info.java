/**
 * Connection strings in the libpq form and what the SQLSTATE of a failure means.
 */
@NullMarked
package dev.clacks.common.db;

import org.jspecify.annotations.NullMarked;
