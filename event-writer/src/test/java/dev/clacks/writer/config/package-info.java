/** The keys of {@code event-writer.yml}. */
@NullMarked
package dev.clacks.writer.config;

import org.jspecify.annotations.NullMarked;
