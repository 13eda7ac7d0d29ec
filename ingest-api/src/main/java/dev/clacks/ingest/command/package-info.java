/**
 * The door's commands: topics and the database's schema.
 */
@NullMarked
package dev.clacks.ingest.command;

import org.jspecify.annotations.NullMarked;
