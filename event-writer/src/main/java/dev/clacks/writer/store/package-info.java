/**
 * Chunks into PostgreSQL. {@link dev.clacks.writer.store.ChunkStore} is the one interface; what can go wrong is a value
 * ({@link dev.clacks.writer.store.Outcome}), and each SQL statement worth a name is a class.
 */
@NullMarked
package dev.clacks.writer.store;

import org.jspecify.annotations.NullMarked;
