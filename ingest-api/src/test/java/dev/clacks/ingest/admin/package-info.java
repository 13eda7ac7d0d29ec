/** The administration, through the running server. */
@NullMarked
package dev.clacks.ingest.admin;

import org.jspecify.annotations.NullMarked;
