/** What is sent to PostgreSQL, and what its answers mean; the {@code *IT} with a real one. */
@NullMarked
package dev.clacks.writer.store;

import org.jspecify.annotations.NullMarked;
