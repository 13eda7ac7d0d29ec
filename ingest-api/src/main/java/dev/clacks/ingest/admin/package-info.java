/**
 * The routes of the administration: they turn calls into operations of {@code tenants} and their results into answers, nothing
 * else.
 */
@NullMarked
package dev.clacks.ingest.admin;

import org.jspecify.annotations.NullMarked;
