/** The interface's description, held against the code. */
@NullMarked
package dev.clacks.ingest.openapi;

import org.jspecify.annotations.NullMarked;
