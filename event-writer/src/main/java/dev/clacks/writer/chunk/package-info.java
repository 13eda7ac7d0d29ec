/**
 * What travels from Kafka to PostgreSQL: records turned into rows, rows gathered into chunks. Values and pure functions,
 * no I/O.
 */
@NullMarked
package dev.clacks.writer.chunk;

import org.jspecify.annotations.NullMarked;
