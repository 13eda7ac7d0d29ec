/**
 * The workers: drain Kafka into PostgreSQL.
 */
@NullMarked
package dev.clacks.writer;

import org.jspecify.annotations.NullMarked;
