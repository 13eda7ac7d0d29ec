/** Tests of the commands. */
@NullMarked
package dev.clacks.ingest.command;

import org.jspecify.annotations.NullMarked;
