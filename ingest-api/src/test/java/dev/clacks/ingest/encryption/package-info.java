/** Master keys and what they encrypt. */
@NullMarked
package dev.clacks.ingest.encryption;

import org.jspecify.annotations.NullMarked;
