/**
 * The schema and the migrator that applies it.
 */
@NullMarked
package dev.clacks.sql;

import org.jspecify.annotations.NullMarked;
