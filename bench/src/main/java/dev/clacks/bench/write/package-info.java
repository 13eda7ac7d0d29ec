/** What a row costs PostgreSQL's backend on each way into {@code events}, the writer's own among them. */
@NullMarked
package dev.clacks.bench.write;

import org.jspecify.annotations.NullMarked;
