/** What the service is made of. */
@NullMarked
package dev.clacks.ingest;

import org.jspecify.annotations.NullMarked;
