/** Every setting's default, and every setting set. */
@NullMarked
package dev.clacks.ingest.config;

import org.jspecify.annotations.NullMarked;
