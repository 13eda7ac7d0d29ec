/** What headers and paths say, without a server. */
@NullMarked
package dev.clacks.ingest.request;

import org.jspecify.annotations.NullMarked;
