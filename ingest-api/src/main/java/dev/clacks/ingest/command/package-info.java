/**
 * The door's commands: topics, the database's schema, and the administration, which does what the admin API does.
 */
@NullMarked
package dev.clacks.ingest.command;

import org.jspecify.annotations.NullMarked;
