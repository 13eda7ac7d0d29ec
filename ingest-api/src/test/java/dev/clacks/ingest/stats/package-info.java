@NullUnmarked
package dev.clacks.ingest.stats;

import org.jspecify.annotations.NullUnmarked;
