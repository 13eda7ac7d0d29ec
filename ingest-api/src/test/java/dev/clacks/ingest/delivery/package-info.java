/** The delivery promise of the door, clause by clause, and what it does while Kafka or PostgreSQL are away. */
@NullMarked
package dev.clacks.ingest.delivery;

import org.jspecify.annotations.NullMarked;
