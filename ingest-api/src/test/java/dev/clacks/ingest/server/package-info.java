/** Tests of what the server is made of. */
@NullMarked
package dev.clacks.ingest.server;

import org.jspecify.annotations.NullMarked;
