/**
 * The schema's Java side: the {@link dev.clacks.sql.Migrator} that applies the changelog, the lock it holds meanwhile, and the
 * {@link dev.clacks.sql.SchemaVersion} by which a service finds out whether it fits the database. The schema itself is SQL and
 * lies in the folder {@code changelog}, on the class path as {@value dev.clacks.sql.Migrator#CHANGELOG}.
 */
@NullMarked
package dev.clacks.sql;

import org.jspecify.annotations.NullMarked;
