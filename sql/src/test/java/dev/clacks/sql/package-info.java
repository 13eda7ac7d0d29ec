/** Tests of the schema and the migrator on a real server. */
@NullMarked
package dev.clacks.sql;

import org.jspecify.annotations.NullMarked;
